import { stat } from 'node:fs/promises';
import type { AssetRow } from '../catalog/assets.ts';
import { type FileRow, sourcePath } from '../catalog/files.ts';
import type { FolderRepository } from '../catalog/folders.ts';
import type { SourcePath } from '../workers/media-protocol.ts';
import { fileFailure } from './file-failure.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf } from './media-reader.ts';
import { throwIfWasAway } from './obstacles.ts';
import { partPath, partsFolder } from './part-path.ts';
import { LARGEST_CONTAINER } from './unpack-limits.ts';

/** A file to read an asset from, or, as a sentence, why there is none now. */
export type Source = { file: FileRow; path: SourcePath } | { reason: string };

type Parts = Pick<IngestContext, 'assets' | 'files' | 'folders' | 'reader' | 'libraryPath'>;

/**
 * Where the bytes of assets are: in their files on the disk, and for what was unpacked in the library. What was dropped
 * there is unpacked once more.
 */
export class SourceFiles {
  readonly #parts: Parts;
  /** Containers that are being unpacked again. */
  readonly #restoring = new Map<number, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The file to read an asset from, as it was when the library looked at it.
   * @throws Obstacle when the folder that it lies in is away
   */
  async open(asset: AssetRow, signal: AbortSignal): Promise<Source> {
    const source = await this.locate(asset, signal);
    return 'reason' in source || source.file.container_id !== null
      ? source
      : unchanged(this.#parts.folders, source, asset);
  }

  /** The file that has, or had, an asset's bytes; it may have been changed meanwhile. */
  async locate(asset: AssetRow, signal: AbortSignal): Promise<Source> {
    const file = this.#parts.files.presentFileOf(asset.id);
    if (!file) return { reason: 'Its file is no longer there.' };
    return file.container_id === null ? { file, path: sourcePath(file) } : this.#part(file, asset, signal);
  }

  async #part(file: FileRow, asset: AssetRow, signal: AbortSignal): Promise<Source> {
    const path = partPath(partsFolder(this.#parts.libraryPath), asset.hash);
    const isThere = async () => (await stat(path).catch(() => null))?.size === asset.size;
    if (await isThere()) return { file, path };
    const container = this.#parts.files.file(file.container_id ?? 0);
    const containerAsset = container && this.#parts.assets.byId(container.asset_id ?? 0);
    if (!containerAsset) return { reason: 'The archive that holds it is no longer there.' };
    const source = await this.open(containerAsset, signal);
    if ('reason' in source) return source;
    await this.#restore(containerAsset, source.path, file, signal);
    return (await isThere())
      ? { file, path }
      : { reason: 'It could not be unpacked again from the archive that holds it; look through the folder again.' };
  }

  async #restore(container: AssetRow, path: SourcePath, file: FileRow, signal: AbortSignal): Promise<void> {
    const underWay = this.#restoring.get(container.id) ?? this.#unpackAgain(container, path, file, signal);
    this.#restoring.set(container.id, underWay);
    try {
      await underWay;
    } finally {
      this.#restoring.delete(container.id);
    }
  }

  async #unpackAgain(container: AssetRow, path: SourcePath, file: FileRow, signal: AbortSignal): Promise<void> {
    const { reader, libraryPath } = this.#parts;
    // How it went shows in whether the part is there then.
    await reader.unpack(
      path,
      identityOf(container),
      { name: file.name, into: partsFolder(libraryPath), limits: LARGEST_CONTAINER },
      () => undefined,
      signal,
    );
  }
}

async function unchanged(
  folders: FolderRepository,
  { file, path }: Exclude<Source, { reason: string }>,
  asset: AssetRow,
): Promise<Source> {
  try {
    const stats = await stat(typeof path === 'string' ? path : Buffer.from(path));
    if (stats.size !== asset.size || Math.floor(stats.mtimeMs) !== file.modified)
      return { reason: 'The file was changed while the library was being read; look through the folder again.' };
    return { file, path };
  } catch (error) {
    await throwIfWasAway(folders, file);
    return { reason: fileFailure(error) };
  }
}
