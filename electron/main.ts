import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session } from 'electron';
import { type Host, openHost } from './host.ts';
import { closeOtherDoors } from './platform/close-other-doors.ts';
import { electronPlatform } from './platform/electron.ts';
import { defaultLibraryPath } from './platform/library-path.ts';
import { rendererFolder } from './platform/shipped.ts';
import { isCliCall } from './shell/cli-call.ts';
import { failureText } from './shell/failure.ts';
import { windowContent } from './shell/window-content.ts';
import { readWindowState, writeWindowState } from './shell/window-state.ts';

const origin = 'app://holdfast';
const preload = join(import.meta.dirname, '../preload/preload.cjs');

/** What the person gave; in a checkout the CLI has its own way in. */
const args = app.isPackaged ? process.argv.slice(1) : [];

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

closeOtherDoors();
if (isCliCall(args)) runAsCli();
else if (app.requestSingleInstanceLock()) void start();
else app.quit();

/** `holdfast ingest …` of the installed app: the CLI under the same executable as plain Node, without a window. */
function runAsCli(): void {
  const cli = spawn(process.execPath, [join(import.meta.dirname, 'cli.js'), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  cli.once('error', () => app.exit(1));
  cli.once('exit', (code) => app.exit(code ?? 1));
}

async function start(): Promise<void> {
  guardContents();
  app.on('second-instance', () => focusWindow());
  await app.whenReady();
  try {
    const host = await openHost({ platform: electronPlatform(), libraryPath: defaultLibraryPath() });
    closeBeforeQuitting(host);
    guardSession();
    serveWindow(host);
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
    await openWindow();
    app.on('activate', () => {
      if (BrowserWindow.getAllWindows().length === 0) void openWindow();
    });
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit();
    });
  } catch (thrown) {
    dialog.showErrorBox('Holdfast cannot open the library', failureText(thrown));
    app.exit(1);
  }
}

/** Answers the window: files and content over `app:`, the contract over the message port that the preload hands on. */
function serveWindow(host: Host): void {
  protocol.handle('app', (request) => {
    if (new URL(request.url).origin !== origin && !request.url.startsWith(`${origin}/`))
      return new Response(null, { status: 404 });
    return windowContent(request, rendererFolder, (inner) => host.content(inner));
  });
  const rpc = new RPCHandler(host.router);
  ipcMain.on('holdfast:connect', ({ ports: [port], senderFrame }) => {
    if (!port) return;
    if (!isOwn(senderFrame?.url)) return port.close();
    rpc.upgrade(port, { context: {} });
    port.start();
  });
}

/** Nothing that the window shows may lead it elsewhere, open a window, or ask for more than it has. */
function guardContents(): void {
  app.on('web-contents-created', (_, contents) => {
    const stay = (event: { url: string; preventDefault(): void }) => {
      if (!isOwn(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** No permission but copying, and no way to the network: everything that the window needs is its own. */
function guardSession(): void {
  const { defaultSession } = session;
  const copying = 'clipboard-sanitized-write';
  defaultSession.setPermissionRequestHandler((_, permission, answer) => answer(permission === copying));
  defaultSession.setPermissionCheckHandler((_, permission) => permission === copying);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: !/^(app|data|blob|devtools|chrome-extension):/.test(request.url) });
  });
}

function isOwn(url: string | undefined): boolean {
  return url?.startsWith(`${origin}/`) ?? false;
}

async function openWindow(): Promise<void> {
  const statePath = join(app.getPath('userData'), 'window.json');
  const state = readWindowState(
    statePath,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(state && { x: state.x, y: state.y, width: state.width, height: state.height }),
    minWidth: 720,
    minHeight: 480,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15171a' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  });
  if (state?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(statePath, { ...window.getNormalBounds(), maximized: window.isMaximized() }),
  );
  await window.loadURL(`${origin}/`);
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** Holds quitting up until the host has written out what it has. */
function closeBeforeQuitting(host: Host): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    host.close().then(
      () => app.exit(0),
      (thrown: unknown) => {
        console.error(`holdfast: ${failureText(thrown)}`);
        app.exit(1);
      },
    );
  });
}

const menu: Electron.MenuItemConstructorOptions[] = [
  ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { role: 'fileMenu' },
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  },
  { role: 'windowMenu' },
];
