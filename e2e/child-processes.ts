import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes below another one whose command line holds `words`, by their numbers. Not for Windows, which has no `ps`. */
export async function descendantsOf(pid: number, words: string): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { maxBuffer: 64 * 2 ** 20 });
  const processes = stdout.split('\n').flatMap(parseLine);
  const below = (parent: number): ListedProcess[] =>
    processes.filter((one) => one.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid)
    .filter(({ command }) => command.includes(words))
    .map((one) => one.pid);
}

function parseLine(line: string): ListedProcess[] {
  const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
  return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
}
