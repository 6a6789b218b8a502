import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { fromBrowser, toBrowser } from './addresses.ts';
import { app, browser } from './app.ts';
import type { Chromium } from './chromium.ts';
import { decode, encode } from './clone.ts';
import { ipcMain, MessagePortMain } from './ipc.ts';
import { bindingName, type FromPage, listenerName, pageSide, type ToPage } from './page-side.ts';
import { isPermitted, isRequestCancelled } from './session.ts';

interface ContentsOptions {
  preload: string | undefined;
  width: number;
  height: number;
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

interface PausedRequest {
  requestId: string;
  request: { url: string };
  resourceType: string;
  frameId: string;
}

/** Permissions by Electron's names and by Chromium's. */
const permissions = [
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
] as const;

let nextId = 1;
let isFirst = true;

/** A page of the browser, as the app sees it. */
export class WebContents extends EventEmitter {
  readonly id = nextId++;
  targetId = '';
  readonly #options: ContentsOptions;
  readonly #attached: Promise<Page>;
  readonly #ports = new Map<number, MessagePortMain>();
  #url = '';
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  /** True while the app itself loads a page: that is no navigation of the page's. */
  #loading = false;
  #onLoaded: () => void = () => {};
  #destroyed = false;

  constructor(options: ContentsOptions) {
    super();
    this.#options = options;
    this.#attached = this.#attach();
    this.#attached.catch((thrown: unknown) => {
      if (!app.isExiting) console.error(thrown);
    });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    return this.#url;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#attached;
    const loaded = new Promise<void>((resolve) => {
      this.#onLoaded = resolve;
    });
    this.#loading = true;
    const { errorText } = await page.send<{ errorText?: string }>('Page.navigate', { url: toBrowser(url) });
    if (!errorText) await loaded;
    this.#loading = false;
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
  }

  /** Sends an event to the page's `ipcRenderer`. */
  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'event', channel, args });
  }

  bringToFront(): void {
    void this.#attached.then((page) => page.send('Page.bringToFront')).catch(() => {});
  }

  destroy(): void {
    void browser()
      .then((chromium) => chromium.send('Target.closeTarget', { targetId: this.targetId }))
      .catch(() => {});
    this.#end();
  }

  async #attach(): Promise<Page> {
    const chromium = await browser();
    this.targetId = await obtainTarget(chromium);
    const sessionId = await chromium.attach(this.targetId, (method, params) => this.#hear(method, params));
    const page: Page = { send: (method, params) => chromium.send(method, params, sessionId), frameId: '' };
    const previous = chromium.onTargetGone;
    chromium.onTargetGone = (targetId) => {
      previous(targetId);
      if (targetId === this.targetId) this.#end();
    };
    const { preload, width, height } = this.#options;
    const source = pageSource(preload ? readFileSync(preload, 'utf8') : '');
    await page.send('Page.enable');
    await page.send('Runtime.enable');
    await page.send('Runtime.addBinding', { name: bindingName });
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source });
    await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    const { frameTree } = await page.send<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree');
    for (const [permission, name] of permissions) {
      const setting = isPermitted(this, permission) ? 'granted' : 'denied';
      await chromium.send('Browser.setPermission', { permission: { name }, setting }).catch(() => {});
    }
    return { ...page, frameId: frameTree.frame.id };
  }

  #hear(method: string, params: Record<string, unknown>): void {
    switch (method) {
      case 'Runtime.bindingCalled':
        return this.#receive(decode(params.payload as string) as FromPage);
      case 'Page.frameNavigated': {
        const { frame } = params as { frame: { url: string; parentId?: string } };
        if (!frame.parentId) this.#navigated(fromBrowser(frame.url));
        return;
      }
      case 'Page.domContentEventFired':
        return void this.emit('dom-ready', {});
      case 'Page.loadEventFired':
        this.emit('did-finish-load', {});
        return this.#onLoaded();
      case 'Fetch.requestPaused':
        void this.#decide(params as unknown as PausedRequest).catch((thrown: unknown) => {
          if (!app.isExiting && !this.#destroyed) console.error(thrown);
        });
    }
  }

  /** A new document: the ports of the one before are gone. */
  #navigated(url: string): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
    this.#url = url;
    this.emit('did-navigate', {}, url);
  }

  async #decide({ requestId, request, resourceType, frameId }: PausedRequest): Promise<void> {
    const page = await this.#attached;
    const url = fromBrowser(request.url);
    const ownNavigation = resourceType === 'Document' && frameId === page.frameId && !this.#loading;
    if ((ownNavigation && this.#isNavigationPrevented(url)) || (await isRequestCancelled(url))) {
      await page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    } else {
      await page.send('Fetch.continueRequest', { requestId });
    }
  }

  #isNavigationPrevented(url: string): boolean {
    let prevented = false;
    const event = {
      url,
      preventDefault: () => {
        prevented = true;
      },
    };
    this.emit('will-navigate', event, url);
    return prevented;
  }

  #receive(message: FromPage): void {
    const frame = { url: this.#url };
    switch (message.kind) {
      case 'send': {
        const ports = message.ports.map((id) => this.#openPort(id));
        ipcMain.emit(message.channel, { sender: this, senderFrame: frame, ports }, ...message.args);
        return;
      }
      case 'port':
        return this.#ports.get(message.port)?.receive(message.data);
      case 'open':
        if (this.#openHandler({ url: fromBrowser(message.url) }).action === 'allow') {
          console.error('The stand-in has no child windows.');
        }
        return;
      case 'invoke':
        void this.#invoke(message, { sender: this, senderFrame: frame });
    }
  }

  async #invoke({ id, channel, args }: Extract<FromPage, { kind: 'invoke' }>, event: object): Promise<void> {
    try {
      const handler = ipcMain.handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      this.#tell({ kind: 'result', id, value: await handler(event, ...args), error: null });
    } catch (thrown) {
      this.#tell({
        kind: 'result',
        id,
        value: undefined,
        error: `Error invoking remote method '${channel}': ${thrown}`,
      });
    }
  }

  #openPort(id: number): MessagePortMain {
    const port = new MessagePortMain((data) => this.#tell({ kind: 'port', port: id, data }));
    this.#ports.set(id, port);
    return port;
  }

  #tell(message: ToPage): void {
    const text = JSON.stringify(encode(message));
    void this.#attached
      .then((page) => page.send('Runtime.evaluate', { expression: `window.${listenerName}?.(${text})` }))
      .catch(() => {});
  }

  #end(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const port of this.#ports.values()) port.close();
    this.emit('destroyed');
  }
}

interface Page {
  send<Result = unknown>(method: string, params?: Record<string, unknown>): Promise<Result>;
  readonly frameId: string;
}

/** The browser starts with one empty page: the first window takes that one. */
async function obtainTarget(chromium: Chromium): Promise<string> {
  if (isFirst) {
    isFirst = false;
    const { targetInfos } = await chromium.send<{ targetInfos: { targetId: string; type: string }[] }>(
      'Target.getTargets',
    );
    const found = targetInfos.find(({ type }) => type === 'page');
    if (found) return found.targetId;
  }
  const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
  });
  return targetId;
}

function pageSource(preload: string): string {
  const names = JSON.stringify({ binding: bindingName, listener: listenerName });
  return `(${pageSide})(${names}, { encode: ${encode}, decode: ${decode} }, (require, module, exports, process) => {${preload}\n})`;
}
