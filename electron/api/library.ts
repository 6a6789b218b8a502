import { HoldfastError } from '../../shared/errors.ts';
import { assetFinder } from './asset-finder.ts';
import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function libraryRoutes(api: Implementer, services: Services) {
  const { assets, catalog, coverage, files, library, libraryChanges, missing, missingFiles } = services;
  const { folderListing, listing, lookup, parts, passwords, sidecarChanges, tags } = services;
  const routes = api.library;

  const changeTags = <T>(change: () => T): T => {
    const result = catalog.transaction('durable', change);
    libraryChanges.notify();
    return result;
  };

  async function* changes(signal: AbortSignal | undefined) {
    for await (const _ of libraryChanges.watch(signal)) yield coverage.now();
  }

  const assetOf = (hash: string) => {
    const asset = assets.byHash(hash);
    if (!asset) throw new HoldfastError('NOT_FOUND', 'That item is no longer in the library.', 'Search for it again.');
    return asset;
  };
  const internalId = assetFinder(assets);

  return {
    folders: routes.folders.handler(() => library.folders()),
    addFolder: routes.addFolder.handler(async ({ input }) => ({ jobId: await library.addFolder(input.path) })),
    removeFolder: routes.removeFolder.handler(async ({ input }) => ({
      removedFiles: await library.removeFolder(input.id),
    })),
    rescan: routes.rescan.handler(() => ({ jobId: library.rescan() })),
    files: routes.files.handler(({ input }) => files.outcomes(input.path)),
    list: routes.list.handler(({ input }) => listing.list(input)),
    placeOfName: routes.placeOfName.handler(async ({ input }) => ({ place: await listing.placeOfName(input) })),
    shape: routes.shape.handler(({ input }) => listing.shape(input)),
    foldersIn: routes.foldersIn.handler(({ input: { folder, filter } }) =>
      folder === null ? folderListing.outermost(filter) : folderListing.within(folder, filter),
    ),
    facets: routes.facets.handler(({ input }) => listing.facets(input.filter)),
    asset: routes.asset.handler(({ input }) => {
      internalId(input.id);
      const detail = lookup.detail(input.id);
      if (!detail) throw new HoldfastError('NOT_FOUND', 'That item is no longer in the library.');
      return detail;
    }),
    unreadParts: routes.unreadParts.handler(({ input }) => parts.unread(internalId(input.id))),
    assetAt: routes.assetAt.handler(({ input: { path } }) => {
      const id = lookup.idAt(path);
      if (id === undefined) throw new HoldfastError('NOT_FOUND', `${path} is not in the library.`, 'Ingest it first.');
      return { id };
    }),
    content: routes.content.handler(({ input }) => assets.content(internalId(input.id))),
    ocrWords: routes.ocrWords.handler(({ input }) => assets.ocrWords(internalId(input.id), input.page)),
    addTag: routes.addTag.handler(({ input }) => ({ added: changeTags(() => tags.add(input.ids, input.tag)) })),
    removeTag: routes.removeTag.handler(({ input }) => ({
      removed: changeTags(() => tags.remove(input.ids, input.tag)),
    })),
    tagsOf: routes.tagsOf.handler(({ input }) => tags.counted(input.ids)),
    retry: routes.retry.handler(async ({ input }) => ({ jobId: await library.retry(assets.idsOf(input.ids)) })),
    unlock: routes.unlock.handler(async ({ input: { id, password, keep } }) => ({
      jobId: await library.unlock(assetOf(id), password, keep),
    })),
    password: routes.password.handler(async ({ input }) => ({
      password: (await passwords.of(assetOf(input.id).hash)) || null,
    })),
    sidecarProblems: routes.sidecarProblems.handler(() => sidecarChanges.problems()),
    coverage: routes.coverage.handler(() => coverage.now()),
    inventory: routes.inventory.handler(async () => {
      void services.programs.look();
      return { ...services.outcomes.files(), missing: await missingFiles.count() };
    }),
    missing: routes.missing.handler(({ input: { offset, limit } }) => missingFiles.list(offset, limit)),
    locate: routes.locate.handler(async ({ input }) => ({
      jobId: await missing.locate(assetOf(input.id), input.path),
    })),
    forgetMissing: routes.forgetMissing.handler(async ({ input }) => ({ forgotten: await missing.forget(input.ids) })),
    changes: routes.changes.handler(({ signal }) => typedStream(changes(signal))),
  };
}
