import { type ChildProcess, execFile, spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

/**
 * Sets limits that hold for the program and all that it starts, also when this process is gone: seconds of a processor,
 * where the system knows such limits, kilobytes of memory that it may ask for, and half of them that it may write into one
 * file.
 */
const BOUNDS = 'ulimit -t 300; ulimit -v 8000000 2>/dev/null; ulimit -f 4000000 2>/dev/null; exec "$0" "$@"';

/**
 * Runs a program that may start others, within bounds. When it takes too long or is no longer wanted, it ends with all
 * that it started. Resolves to what it printed, however it ended.
 * @throws when it could not be started or took too long; AbortError
 */
export function runBounded(
  program: string,
  parameters: readonly string[],
  { timeoutMs, signal, env }: { timeoutMs: number; signal?: AbortSignal | undefined; env: NodeJS.ProcessEnv },
): Promise<string> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const [file, ...args] = isWindows ? [program] : ['/bin/sh', '-c', BOUNDS, program];
    const child = spawn(file ?? program, [...args, ...parameters], {
      env,
      // A group of its own, so that it can be ended as a whole.
      detached: !isWindows,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    let output = '';
    let isLate = false;
    const end = () => endAll(child);
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    // What it left running would go on without anybody who waits for it.
    if (!isWindows) child.once('exit', end);
    child.once('close', () =>
      settle(() => {
        if (signal?.aborted) reject(signal.reason);
        else if (isLate) reject(new Error(`${program} took longer than ${timeoutMs / 1000} seconds.`));
        else resolve(output);
      }),
    );
  });
}

function endAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows) return void execFile('taskkill', ['/pid', `${pid}`, '/t', '/f'], { windowsHide: true }, () => {});
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
