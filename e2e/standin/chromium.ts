import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

type Params = Record<string, unknown>;
type EventListener = (method: string, params: Params) => void;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--remote-debugging-port=0',
];

/** The browser behind the windows, over the Chrome DevTools Protocol. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #calls = new Map<
    number,
    { method: string; resolve: (result: never) => void; reject: (error: Error) => void }
  >();
  readonly #sessions = new Map<string, EventListener>();
  #nextId = 1;
  /** Called with the id of a target that is gone. */
  onTargetGone: (targetId: string) => void = () => {};
  readonly exited: Promise<unknown>;

  private constructor(process: ChildProcess, socket: WebSocket) {
    this.#process = process;
    this.#socket = socket;
    this.exited = once(process, 'exit');
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)));
  }

  /** Starts the browser with its profile in a folder; headless unless Playwright is debugging. */
  static async start(profileFolder: string, switches: readonly string[]): Promise<Chromium> {
    mkdirSync(profileFolder, { recursive: true });
    const headless = process.env.PWDEBUG ? [] : ['--headless=new'];
    const path = process.env.STANDIN_CHROMIUM;
    if (!path) throw new Error('STANDIN_CHROMIUM has to say where Chromium is.');
    const args = [...headless, ...flags, ...switches, `--user-data-dir=${profileFolder}`, 'about:blank'];
    const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    process.once('exit', () => child.kill('SIGKILL'));
    const address = await addressOf(child);
    const socket = new WebSocket(address);
    await once(socket, 'open');
    const chromium = new Chromium(child, socket);
    await chromium.send('Target.setDiscoverTargets', { discover: true });
    // Playwright, which debugs the main process, waits for Electron to say this.
    if (process.execArgv.some((argument) => argument.startsWith('--inspect')))
      process.stderr.write(`DevTools listening on ${address}\n`);
    return chromium;
  }

  send<Result = unknown>(method: string, params: Params = {}, sessionId?: string): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: the browser is gone.`));
      const id = this.#nextId++;
      this.#calls.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  /** Attaches to a page; `listener` hears of its events. Answers the session's id. */
  async attach(targetId: string, listener: EventListener): Promise<string> {
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    this.#sessions.set(sessionId, listener);
    return sessionId;
  }

  async close(): Promise<void> {
    this.#process.kill();
    await Promise.race([this.exited, new Promise((resolve) => setTimeout(resolve, 3000))]);
  }

  #receive(message: {
    id?: number;
    result?: never;
    error?: { message: string };
    method: string;
    params: Params;
    sessionId?: string;
  }): void {
    if (message.id !== undefined) {
      const call = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
      else call?.resolve(message.result as never);
    } else if (message.method === 'Target.targetDestroyed') {
      this.onTargetGone(message.params.targetId as string);
    } else if (message.sessionId) {
      this.#sessions.get(message.sessionId)?.(message.method, message.params);
    }
  }
}

/** Waits until the browser says where it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  if (child.stderr) {
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address) {
        child.stderr.resume();
        return address;
      }
    }
  }
  throw new Error(`Chromium did not start:\n${said.join('\n')}`);
}
