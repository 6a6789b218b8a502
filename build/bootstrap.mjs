// Brings a fresh clone to where the app can run. Runs on plain Node 20, so it imports nothing that must be installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const inProject = (...path) => join(projectRoot, ...path);

/**
 * For processes with a library open. What they make of many files is short-lived: V8 would let it grow to a hundred
 * megabytes before it looks what is still needed.
 */
export const hostArguments = ['--max-semi-space-size=8'];

const oldestNode = 20;
const appNode = 24;
const parentLookMs = 500;

/** What the build is made from. */
const sources = [
  'electron',
  'renderer',
  'shared',
  'build/pdfjs-assets.ts',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
const buildStamp = inProject('out', 'stamp');

/** Documents of the sample up to so many bytes are of all the common formats, and read in no time. */
const smallDocument = 32 * 1024;
/** More than it ever takes; it is no matter of the build if it does not come to an end. */
const longestFirstStart = 60_000;

/**
 * Installs what package-lock.json names if it is not there, goes on under Node 24, and builds if the sources changed.
 * Does not return in the process that was started with an older Node. What it does, it says on stderr.
 * @param {{ build?: boolean }} [options] `build: false` leaves the build out
 */
export async function bootstrap({ build = true } = {}) {
  endWithNpm();
  if (major(process.versions.node) < oldestNode)
    fail(`Node ${oldestNode} or newer is needed; this is ${process.version}.`);
  if (!isInstalled()) install();
  keepCompiledCode();
  await continueUnderAppNode();
  if (build && !isBuilt()) buildApp();
}

/**
 * Ends this process in its own good order when the npm that runs it was ended: npm passes a signal on to the shell in
 * between, and that to nobody. Windows names no other parent then.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const { ppid } = process;
  const watch = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, parentLookMs);
  watch.unref();
}

/** Whether node_modules holds what package-lock.json names: npm writes the inner lock file last, when all is in place. */
function isInstalled() {
  try {
    const wanted = packagesIn(inProject('package-lock.json'));
    const present = packagesIn(inProject('node_modules', '.package-lock.json'));
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      const found = present[path];
      return found
        ? found.version === entry.version && found.integrity === entry.integrity
        : entry.optional || entry.devOptional;
    });
  } catch {
    return false;
  }
}

function packagesIn(lockPath) {
  return JSON.parse(readFileSync(lockPath, 'utf8')).packages;
}

function install() {
  console.error('Installing what Holdfast is built from (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['ci', '--loglevel=error'], {
    // stdout belongs to whoever started this. Node 20 is too old for some packages, which run under Node 24: no warnings.
    stdio: ['ignore', 2, 2],
    cwd: projectRoot,
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    fail(
      `npm ci did not succeed${error ? ` (${error.message})` : ''}. Check the connection to the npm registry and try again.`,
    );
}

/** Has Node keep the code that it compiles, here and in the processes started from here, which then start sooner. */
function keepCompiledCode() {
  process.env.NODE_COMPILE_CACHE ??= inProject('node_modules', '.cache', 'node');
  // Node 20 has no such cache; it only starts Node 24.
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
}

/** Starts the same script under Node 24 and ends with it, unless this is Node 24 already. */
async function continueUnderAppNode() {
  if (major(process.versions.node) >= appNode) return;
  const node = installedNode();
  if (!node) fail(`Node ${appNode} is needed and no package has it for this system. Install it and try again.`);
  const { PATH } = process.env;
  const bin = inProject('node_modules', '.bin');
  const child = spawn(node, [...hostArguments, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${PATH}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  await new Promise(() => child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1))));
}

/** Node 24 from the project's own packages; null where there is none for this system. */
function installedNode() {
  const folder = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const path = inProject('node_modules', folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : null;
}

function isBuilt() {
  try {
    return readFileSync(buildStamp, 'utf8') === sourcesHash();
  } catch {
    return false;
  }
}

function buildApp() {
  console.error('Building Holdfast …');
  const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    stdio: ['ignore', 2, 2],
    cwd: projectRoot,
  });
  if (status !== 0) fail('The build did not succeed.');
  writeFileSync(buildStamp, sourcesHash());
  startOnce();
}

/**
 * Has what was built read a few documents into a library that is thrown away, so that the code which every start compiles
 * is kept (see `keepCompiledCode`), and the first start of a build is as fast as all others.
 */
function startOnce() {
  const library = mkdtempSync(join(tmpdir(), 'holdfast-build-'));
  const documents = filesBelow(inProject('resources', 'sample-library')).filter(
    (path) => statSync(path).size <= smallDocument,
  );
  spawnSync(
    process.execPath,
    [...hostArguments, inProject('out', 'main', 'cli.js'), '--library', library, 'ingest', ...documents],
    { stdio: 'ignore', timeout: longestFirstStart },
  );
  rmSync(library, { recursive: true, force: true });
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** SHA-256 over the names and contents of all sources but tests. */
function sourcesHash() {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(inProject(path)))
      .update('\0');
  };
  const walk = (path) => {
    for (const entry of readdirSync(inProject(path), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) walk(inner);
      else if (!/\.test\.tsx?$/.test(entry.name)) add(inner);
    }
  };
  for (const source of sources) {
    if (/\.[a-z]+$/.test(source)) add(source);
    else walk(source);
  }
  return hash.digest('hex');
}

function major(version) {
  return Number.parseInt(version, 10);
}

function fail(message) {
  console.error(`holdfast: ${message}`);
  process.exit(1);
}
