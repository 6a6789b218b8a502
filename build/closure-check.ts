import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll } from '@electron/asar';
import { projectRoot } from './bootstrap.mjs';

const run = promisify(execFile);

/** What `doctor` says of the machine rather than of the package. */
const ofTheMachine = new Set(['Window', 'Disk space']);

/**
 * Packs the app with a stand-in for Electron's runtime, unpacks the archive where no other node_modules is in reach, and
 * lets the packed CLI examine itself and read the sample library. So a file that the package lacks is found here and
 * not by the person who installs it.
 * @returns what is wrong; empty when all is well
 */
export async function findPackagingFaults(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-package-'));
  try {
    const app = join(folder, 'app');
    extractAll(await pack(folder), app);
    const library = join(folder, 'library');
    return [...(await examine(app, library)), ...(await readSample(app, library))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs electron-builder without its downloads; answers the path of the archive. */
async function pack(folder: string): Promise<string> {
  const runtime = join(folder, 'runtime');
  await mkdir(join(runtime, 'locales'), { recursive: true });
  for (const name of ['electron', 'locales/en-US.pak', 'LICENSE', 'LICENSES.chromium.html', 'version']) {
    await writeFile(join(runtime, name), '');
  }
  await chmod(join(runtime, 'electron'), 0o755);
  const builder = join(projectRoot, 'node_modules/electron-builder/cli.js');
  const output = join(folder, 'dist');
  const args = ['--linux', 'dir', '--config', 'electron-builder.config.mjs', `-c.directories.output=${output}`];
  await run(process.execPath, [builder, ...args], {
    cwd: projectRoot,
    env: { ...process.env, HOLDFAST_ELECTRON_DIST: runtime },
    maxBuffer: 64 * 2 ** 20,
  });
  const [unpacked] = await readdir(output).then((names) => names.filter((name) => name.endsWith('unpacked')));
  if (!unpacked) throw new Error('electron-builder made no package.');
  return join(output, unpacked, 'resources/app.asar');
}

async function examine(app: string, library: string): Promise<string[]> {
  const findings = (await cli(app, ['doctor', '--json', '--library', library])) as {
    check: string;
    ok: boolean;
    detail: string;
  }[];
  return findings
    .filter(({ check, ok }) => !ok && !ofTheMachine.has(check))
    .map(({ check, detail }) => `${check}: ${detail}`);
}

async function readSample(app: string, library: string): Promise<string[]> {
  const sample = join(projectRoot, 'resources/sample-library');
  const { files } = (await cli(app, ['ingest', sample, '--json', '--library', library])) as {
    files: { path: string; state: string; reason?: string }[];
  };
  if (files.length === 0) return ['The sample library has no files.'];
  return files
    .filter(({ state }) => state === 'failed' || state === 'quarantined')
    .map(({ path, state, reason }) => `${path}: ${state}, ${reason}`);
}

/** Runs the packed CLI and answers what it printed, whatever its exit code. */
async function cli(app: string, args: string[]): Promise<unknown> {
  const options = { cwd: app, maxBuffer: 64 * 2 ** 20 };
  const { stdout, stderr } = await run(process.execPath, [join(app, 'out/main/cli.js'), ...args], options).catch(
    (thrown: { stdout: string; stderr: string }) => thrown,
  );
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`The packed CLI failed at ${args[0]}: ${stderr || 'it printed nothing'}`);
  }
}
