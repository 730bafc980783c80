import { BrowserWindow, MessageChannelMain, shell } from 'electron';
import { isOwnPage, openWindowPlan, pageUrl } from './navigationPolicy.ts';
import type { HostSupervisor } from './superviseHost.ts';
import { windowOptions } from './windowOptions.ts';

/** Opens the station's window; every load of its page gets a new port to the host. */
export function openStationWindow(options: {
  readonly preloadPath: string;
  readonly isKiosk: boolean;
  readonly host: HostSupervisor;
}): BrowserWindow {
  const window = new BrowserWindow(windowOptions(options.preloadPath, options.isKiosk));
  guardNavigation(window);
  window.webContents.on('did-finish-load', () => handPorts(window, options.host));
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageUrl);
  return window;
}

/** Joins a window and the host by a new message channel. */
export function handPorts(window: BrowserWindow, host: HostSupervisor): void {
  if (window.isDestroyed() || !isOwnPage(window.webContents.getURL())) return;
  const { port1, port2 } = new MessageChannelMain();
  host.handPort(port1);
  window.webContents.postMessage('halfhour-port', null, [port2]);
}

function guardNavigation(window: BrowserWindow): void {
  const { webContents } = window;
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (!isOwnPage(url)) event.preventDefault();
  };
  webContents.on('will-navigate', (event) => stay(event, event.url));
  webContents.on('will-redirect', (event) => stay(event, event.url));
  webContents.on('will-frame-navigate', (event) => stay(event, event.url));
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    if (openWindowPlan(url) === 'browser') void shell.openExternal(url);
    return { action: 'deny' };
  });
}
