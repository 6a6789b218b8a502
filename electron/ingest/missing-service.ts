import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRepository, AssetRow } from '../catalog/assets.ts';
import type { Catalog } from '../catalog/database.ts';
import type { MissingFiles } from '../catalog/missing-files.ts';
import { fileFailure } from './file-failure.ts';
import type { LibraryService } from './library-service.ts';
import { isDeath, isFault, type MediaReader } from './media-reader.ts';

/** Assets forgotten in one transaction, so that the host can answer between them. */
const AT_A_TIME = 50;

interface Parts {
  catalog: Catalog;
  assets: AssetRepository;
  missing: MissingFiles;
  library: LibraryService;
  reader: MediaReader;
  onChange: () => void;
}

/** What the owner does about files that are not where they were. */
export class MissingService {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Takes a file, or a folder to look through, into the library, so that what is missing and lies there is at home again.
   * @throws HoldfastError PATH_UNREADABLE, and CONFLICT where a file has other bytes than the one that is missing
   */
  async locate(asset: AssetRow, given: string): Promise<number> {
    const { library, reader } = this.#parts;
    const path = resolve(given);
    const stats = await stat(path).catch((error: unknown) => {
      throw new HoldfastError('PATH_UNREADABLE', `${path} cannot be read. ${fileFailure(error)}`);
    });
    if (stats.isDirectory()) return library.addFolder(path);
    const found = await reader.identify(await realpath(path), stats.size, new AbortController().signal);
    if (isDeath(found) || isFault(found)) throw new HoldfastError('PATH_UNREADABLE', `${path} cannot be read.`);
    if (found.sha256 !== asset.hash)
      throw new HoldfastError(
        'CONFLICT',
        `${path} is another file than the one that is missing: its bytes are not the same.`,
        'Choose another one, or the folder that the file is in now.',
      );
    return library.addFolder(path);
  }

  /** Takes missing assets out of the library with all that was made of them; all of them, or those with these hashes. */
  async forget(hashes?: readonly string[]): Promise<number> {
    const { missing, onChange } = this.#parts;
    let forgotten = 0;
    for await (const ids of hashes ? [missing.ids(hashes)] : missing.inTurns()) {
      for (let from = 0; from < ids.length; from += AT_A_TIME, await setImmediate())
        this.#forgetSome(ids.slice(from, from + AT_A_TIME));
      forgotten += ids.length;
    }
    if (forgotten > 0) onChange();
    return forgotten;
  }

  #forgetSome(ids: readonly number[]): void {
    const { catalog, assets, missing } = this.#parts;
    catalog.transaction('durable', () => {
      const concerned = new Set<number>();
      for (const id of ids) for (const lost of missing.forget(id)) concerned.add(lost);
      for (const id of concerned) assets.refreshPlace(id);
    });
  }
}
