import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';

const run = promisify(execFile);
const FILES = 24;

/** Whether this machine lets a test have a disk of its own. */
function canMakeDisks(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!canMakeDisks())('on a disk of 6 MB (needs unshare and mount)', () => {
  it('says that it is full, and goes on when there is room', { timeout: 180_000 }, async () => {
    const folder = temporaryFolder();
    const [disk, files] = [join(folder, 'disk'), join(folder, 'files')];
    for (const path of [disk, files]) mkdirSync(path);
    // No two words of it are alike: A file is 300 KB in the catalog, and as much in the index.
    for (let file = 0; file < FILES; file++) {
      const words = Array.from({ length: 40_000 }, (_, word) => `pier${file}x${word}`).join(' ');
      writeFileSync(join(files, `${file}.txt`), words.slice(0, 300_000));
    }
    const cli = `"${process.execPath}" "${join(import.meta.dirname, '../cli.ts')}" --library "${join(disk, 'library')}"`;
    const script = [
      `mount -t tmpfs -o size=6m none "${disk}"`,
      `${cli} ingest "${files}" --json >"${folder}/full.json" 2>"${folder}/full.txt"; echo $?`,
      `mount -o remount,size=400m "${disk}"`,
      `${cli} ingest "${files}" --json >"${folder}/room.json" || exit 1`,
      `cat "${folder}/full.txt"; echo; cat "${folder}/room.json"`,
    ].join('\n');
    const { stdout } = await run('unshare', ['-rm', 'sh', '-c', script], { maxBuffer: 64 << 20 });
    const [code, ...rest] = stdout.split('\n');
    expect(code).toBe('1');
    expect(rest.join('\n')).toMatch(/The disk that the library is on \(.*\) is full\./);
    expect(rest.join('\n')).not.toMatch(/\n\s+at /);
    const report: unknown = JSON.parse(stdout.slice(stdout.indexOf('\n{') + 1));
    expect(report).toMatchObject({ discovered: FILES, ready: FILES, failed: 0 });
  });
});
