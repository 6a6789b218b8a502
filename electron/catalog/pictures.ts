import type { AssetDetail } from '../../shared/contract/library.ts';
import type { Catalog } from './database.ts';

/** What is looked for of pictures. */
export interface PictureRow {
  /** Stars, or −1. */
  rating: number | null;
  camera: string | null;
  latitude: number | null;
  longitude: number | null;
  faces: AssetDetail['faces'];
  keywords: string[];
}

/** What pictures say of themselves: as their file alone has it, and as it is with a sidecar. */
export class PictureRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** What the file alone says, as it was kept. */
  stated<T>(assetId: number): T | undefined {
    const row = this.#catalog.get<{ stated: string }>('SELECT stated FROM pictures WHERE asset_id = ?', assetId);
    return row && (JSON.parse(row.stated) as T);
  }

  keepStated(assetId: number, stated: object): void {
    this.#catalog.run(
      'INSERT INTO pictures (asset_id, stated) VALUES (?, ?) ON CONFLICT DO UPDATE SET stated = excluded.stated',
      assetId,
      JSON.stringify(stated),
    );
  }

  /** Forgets what was kept, before a file is read afresh. */
  forget(assetId: number): void {
    this.#catalog.run('DELETE FROM pictures WHERE asset_id = ?', assetId);
  }

  keepSum(assetId: number, { rating, camera, latitude, longitude, faces, keywords }: PictureRow): void {
    this.#catalog.run(
      'UPDATE pictures SET rating = ?, camera = ?, latitude = ?, longitude = ?, faces = ?, keywords = ? WHERE asset_id = ?',
      rating,
      camera,
      latitude,
      longitude,
      JSON.stringify(faces),
      JSON.stringify(keywords),
      assetId,
    );
  }
}
