import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileExtensions } from '../../shared/contract/system.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { fileFailure } from '../ingest/file-failure.ts';
import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function systemRoutes(
  api: Implementer,
  { assets, files, folders, library, libraryPath, ocrEngines, platform }: Services,
) {
  const routes = api.system;
  const samplePath = join(platform.resourcesPath, 'sample-library');
  const noDialogs = () =>
    new HoldfastError('CONFLICT', 'This shell has no dialogs of the system.', 'Choose in the app’s own list instead.');

  return {
    info: routes.info.handler(async () => ({
      version: platform.version,
      shell: platform.shell,
      libraryPath,
      nativeDialogs: platform.dialogs !== null,
      ocrLanguages: await ocrEngines.languages(),
      sampleAdded: folders.list().some(({ path }) => path === samplePath),
    })),
    pickFolder: routes.pickFolder.handler(async () => {
      if (!platform.dialogs) throw noDialogs();
      return { path: await platform.dialogs.pickFolder() };
    }),
    pickFile: routes.pickFile.handler(async ({ input }) => {
      if (!platform.dialogs) throw noDialogs();
      return { path: await platform.dialogs.pickFile(fileExtensions[input.kind]) };
    }),
    browse: routes.browse.handler(({ input }) =>
      browse(input.path === '' ? homedir() : resolve(input.path), input.extensions),
    ),
    addSample: routes.addSample.handler(async () => ({ jobId: await library.addFolder(samplePath) })),
    revealAsset: routes.revealAsset.handler(({ input }) => {
      if (!platform.reveal)
        throw new HoldfastError(
          'CONFLICT',
          'This shell cannot show files in the system’s file browser.',
          'Copy the path instead.',
        );
      const asset = assets.byHash(input.id);
      const file = asset && files.presentFileOf(asset.id);
      if (!file) throw new HoldfastError('NOT_FOUND', 'That file is no longer there.');
      // Of what lies in an archive, the archive.
      platform.reveal((file.root_id === null ? file : (files.file(file.root_id) ?? file)).path);
    }),
  };
}

async function browse(path: string, extensions: readonly string[]) {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw new HoldfastError(
      'PATH_UNREADABLE',
      `${path} cannot be opened. ${fileFailure(error)}`,
      'Choose another folder.',
      { cause: error },
    );
  });
  const described = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map(async (entry) => {
        const entryPath = join(path, entry.name);
        const directory =
          entry.isDirectory() ||
          (entry.isSymbolicLink() &&
            (await stat(entryPath).then(
              (stats) => stats.isDirectory(),
              () => false,
            )));
        return { name: entry.name, path: entryPath, directory };
      }),
  );
  const shown = described.filter(
    ({ name, directory }) => directory || extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`)),
  );
  shown.sort((one, other) => Number(other.directory) - Number(one.directory) || one.name.localeCompare(other.name));
  const parent = dirname(path);
  return { path, parent: parent === path ? null : parent, entries: shown };
}
