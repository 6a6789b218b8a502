import { EventEmitter } from 'node:events';
import { decode, encode } from './clone.ts';

type InvokeHandler = (event: object, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

export const ipcMain = new IpcMain();

/** The app's end of a port whose other end is in the page. Holds messages back until it is started, as Electron's. */
export class MessagePortMain extends EventEmitter {
  readonly #post: (data: unknown) => void;
  #waiting: unknown[] | null = [];
  #open = true;

  constructor(post: (data: unknown) => void) {
    super();
    this.#post = post;
  }

  postMessage(data: unknown): void {
    if (this.#open) this.#post(decode(encode(data)));
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const data of waiting) this.#deliver(data);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.emit('close');
  }

  /** Takes a message from the page. */
  receive(data: unknown): void {
    if (this.#waiting) this.#waiting.push(data);
    else this.#deliver(data);
  }

  #deliver(data: unknown): void {
    if (this.#open) this.emit('message', { data, ports: [] });
  }
}
