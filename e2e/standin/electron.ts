// What `import 'electron'` means in the stand-in.
export { app } from './app.ts';
export { protocol } from './app-server.ts';
export { BrowserWindow, webContents } from './browser-window.ts';
export { ipcMain } from './ipc.ts';
export { session } from './session.ts';
export { dialog, Menu, nativeTheme, safeStorage, screen, shell } from './system.ts';
export { utilityProcess } from './utility-process.ts';
