import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';

interface ForkOptions {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
  stdio?: 'ignore' | 'inherit';
}

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(path: string, args: string[], { env, execArgv = [], stdio = 'inherit' }: ForkOptions) {
    super();
    // Chromium's switch for V8's flags; Node takes them as its own.
    const nodeArgs = execArgv.map((arg) => arg.replace(/^--js-flags=/, ''));
    this.#child = fork(path, args, {
      env,
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
      execArgv: ['--import', join(import.meta.dirname, 'parent-port.ts'), ...nodeArgs],
    });
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 0));
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  postMessage(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (path: string, args: string[] = [], options: ForkOptions = {}) => new UtilityProcess(path, args, options),
};
