import { ipcRenderer } from 'electron';

/** The page's window, as far as this file goes. */
const page = globalThis as unknown as { postMessage(message: unknown, targetOrigin: string, ports: readonly unknown[]): void };

/** Hands every port of the host to the page, and nothing else. '/' is the page's own origin. */
ipcRenderer.on('halfhour-port', (event) => {
  page.postMessage({ type: 'halfhour-port' }, '/', event.ports);
});
