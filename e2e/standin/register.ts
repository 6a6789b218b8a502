import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import packageJson from '../../node_modules/electron/package.json' with { type: 'json' };

const standin = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main)?$/.test(specifier)
      ? { url: standin, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

// As in Electron: the executable, then what it was given.
const given = process.argv.slice(process.argv.findIndex((argument) => argument.endsWith('launch.ts')) + 1);
process.argv = ['electron', ...given];
Object.defineProperty(process.versions, 'electron', { value: packageJson.version, enumerable: true });
Object.assign(process, { type: 'browser', resourcesPath: join(import.meta.dirname, '../../resources') });
