import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Bytes of physical memory that a process uses; null when the process is gone or the system has no cheap way to tell
 * (Windows, where the limit on the JavaScript heap is all there is).
 */
export async function residentBytes(pid: number): Promise<number | null> {
  try {
    if (process.platform === 'linux')
      return kilobytes(/^VmRSS:\s+(\d+) kB/m, await readFile(`/proc/${pid}/status`, 'utf8'));
    if (process.platform === 'darwin')
      return kilobytes(/^\s*(\d+)/, (await run('ps', ['-o', 'rss=', '-p', `${pid}`])).stdout);
  } catch {
    // The process ended between two looks; its exit is reported by another way.
  }
  return null;
}

function kilobytes(pattern: RegExp, text: string): number | null {
  const found = pattern.exec(text);
  return found ? Number(found[1]) * 1024 : null;
}
