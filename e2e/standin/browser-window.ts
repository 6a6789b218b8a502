import { EventEmitter } from 'node:events';
import { app, openWindows } from './app.ts';
import { WebContents } from './web-contents.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface WindowOptions extends Partial<Bounds> {
  show?: boolean;
  webPreferences?: { preload?: string };
}

const windows = openWindows as Set<BrowserWindow>;

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly id: number;
  readonly #bounds: Bounds;
  #visible: boolean;
  #maximized = false;
  #minimized = false;

  constructor(options: WindowOptions = {}) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, show = true } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = show;
    this.webContents = new WebContents({ preload: options.webPreferences?.preload, width, height });
    this.id = this.webContents.id;
    this.webContents.on('destroyed', () => this.#closed());
    this.webContents.on('dom-ready', () => this.emit('ready-to-show'));
    windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows][0] ?? null;
  }

  /** For Playwright's `browserWindow(page)`. */
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  close(): void {
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.webContents.destroy();
  }

  #closed(): void {
    if (!windows.delete(this)) return;
    this.emit('closed');
    if (windows.size > 0 || app.isExiting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  focus(): void {
    this.webContents.bringToFront();
    this.emit('focus');
  }

  maximize(): void {
    this.#maximized = true;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  minimize(): void {
    this.#minimized = true;
  }

  restore(): void {
    this.#minimized = false;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isDestroyed(): boolean {
    return !windows.has(this);
  }

  getNormalBounds(): Bounds {
    return { ...this.#bounds };
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Bounds>): void {
    Object.assign(this.#bounds, bounds);
  }
}

/** Playwright finds a page's contents by its target. */
export const webContents = {
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    [...windows].map((window) => window.webContents).find((contents) => contents.targetId === targetId),
};
