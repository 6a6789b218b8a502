import { stat } from 'node:fs/promises';
import type { AssetRow } from '../catalog/assets.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf } from './media-reader.ts';
import { isDrawnWhenAsked, previewOf, renditionPath } from './rendition-files.ts';

type Context = Pick<IngestContext, 'assets' | 'catalog' | 'libraryPath' | 'reader' | 'removals' | 'sources'>;

/** The previews of assets: most were made when the asset was read, those of PDFs are drawn when they are first asked for. */
export class Previews {
  readonly #context: Context;
  readonly #closing: AbortSignal;
  /** What is being drawn, by the asset's hash. */
  readonly #drawing = new Map<string, Promise<void>>();

  /** @param closing ends what is being drawn */
  constructor(context: Context, closing: AbortSignal) {
    this.#context = context;
    this.#closing = closing;
  }

  /** Where an asset's preview lies; undefined where there is none, nor a file to draw it from. */
  async of(asset: AssetRow): Promise<string | undefined> {
    const path = renditionPath(this.#context.libraryPath, asset.hash, 'preview');
    if (await isFile(path)) return path;
    if (!isDrawnWhenAsked(asset)) return undefined;
    await this.#drawOnce(asset);
    return (await isFile(path)) ? path : undefined;
  }

  #drawOnce(asset: AssetRow): Promise<void> {
    const begun = this.#drawing.get(asset.hash);
    if (begun !== undefined) return begun;
    const drawing = this.#draw(asset)
      // The folder that the file lies in may be away: then there is no preview for now.
      .catch(() => undefined)
      .finally(() => this.#drawing.delete(asset.hash));
    this.#drawing.set(asset.hash, drawing);
    return drawing;
  }

  async #draw(asset: AssetRow): Promise<void> {
    const { assets, catalog, libraryPath, reader, removals, sources } = this.#context;
    const source = await sources.open(asset, this.#closing);
    if ('reason' in source) return;
    try {
      await reader.render(source.path, identityOf(asset), [previewOf(libraryPath, asset.hash)], this.#closing, {
        interactive: true,
      });
    } finally {
      // What was drawn of an asset that has left meanwhile is to go, too.
      if (!assets.byId(asset.id)) catalog.transaction('lazy', () => removals.noteLeftover(asset));
    }
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
