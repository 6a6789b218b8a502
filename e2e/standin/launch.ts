import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchApp } from './app.ts';

/** The app's folder or main file: as a packaged app, or the first argument that is no option and no option's value. */
const given =
  process.env.STANDIN_APP ??
  process.argv.find((argument, index, all) => index > 0 && !argument.startsWith('-') && all[index - 1] !== '-r');
const path = resolve(given ?? '.');
const isFolder = statSync(path).isDirectory();
const { main } = isFolder
  ? (JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { main: string })
  : { main: path };

launchApp(isFolder ? path : dirname(path));
await import(pathToFileURL(resolve(path, main)).href);
