import type { decode, encode } from './clone.ts';

/** What the page's side tells the app's. */
export type FromPage =
  | { kind: 'send'; channel: string; args: unknown[]; ports: number[] }
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'open'; url: string };

/** What the app's side tells the page's. */
export type ToPage =
  | { kind: 'event'; channel: string; args: unknown[] }
  | { kind: 'result'; id: number; value: unknown; error: string | null }
  | { kind: 'port'; port: number; data: unknown };

type Preload = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
) => void;

/** The name of the page's function through which it speaks to the app's side, and of the one it listens with. */
export const bindingName = '__standin';
export const listenerName = '__standinListener';

/**
 * Runs in the page, as text, before all other scripts: makes the preload's `electron` and runs the preload.
 * Uses nothing from outside itself.
 */
export function pageSide(
  names: { binding: string; listener: string },
  clone: { encode: typeof encode; decode: typeof decode },
  preload: Preload,
): void {
  const page = window as unknown as Record<string, unknown>;
  const binding = page[names.binding] as ((text: string) => void) | undefined;
  if (window.top !== window || !binding) return;
  delete page[names.binding];
  const tell = (message: FromPage) => binding(clone.encode(message));

  const ports = new Map<number, MessagePort>();
  const invocations = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const events = new EventTarget();
  let nextId = 1;

  const handOver = (port: MessagePort): number => {
    const id = nextId++;
    ports.set(id, port);
    port.onmessage = ({ data }) => tell({ kind: 'port', port: id, data });
    return id;
  };
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, args, ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: MessagePort[] = []) =>
      tell({ kind: 'send', channel, args: [message], ports: transfer.map(handOver) }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        invocations.set(id, { resolve, reject });
        tell({ kind: 'invoke', id, channel, args });
      }),
    on: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      events.addEventListener(channel, (event) => listener({}, ...(event as CustomEvent<unknown[]>).detail));
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, value: unknown) => {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
      const passed = typeof value === 'function' ? value : clone.decode(clone.encode(value));
      Object.defineProperty(window, key, { value: passed, enumerable: true });
    },
  };

  // Files that a script made lie nowhere; others do not come here.
  const webUtils = { getPathForFile: () => '' };

  const hear = (text: string): void => {
    const message = clone.decode(text) as ToPage;
    if (message.kind === 'port') return ports.get(message.port)?.postMessage(message.data);
    if (message.kind === 'event')
      return void events.dispatchEvent(new CustomEvent(message.channel, { detail: message.args }));
    const invocation = invocations.get(message.id);
    invocations.delete(message.id);
    if (message.error === null) invocation?.resolve(message.value);
    else invocation?.reject(new Error(message.error));
  };
  Object.defineProperty(window, names.listener, { value: hear });

  window.open = (url) => {
    tell({ kind: 'open', url: new URL(url ?? 'about:blank', location.href).href });
    return null;
  };
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.target === '_blank');
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    tell({ kind: 'open', url: (link as HTMLAnchorElement).href });
  });

  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer, webUtils };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports, { sandboxed: true, contextIsolated: true, env: {}, argv: [] });
}
