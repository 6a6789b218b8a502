import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** What the window learns by the bridge: that it runs in Electron, and where a file lies that was dropped on it. */
contextBridge.exposeInMainWorld('holdfastShell', 'electron');
contextBridge.exposeInMainWorld('holdfastPathOf', (file: File) => webUtils.getPathForFile(file));

/** Hands the window's message port to the host; everything else goes through that port. */
window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== 'holdfast:connect' || !port) return;
  ipcRenderer.postMessage('holdfast:connect', null, [port]);
});
