import { join } from 'node:path';
import { app, dialog, Menu, type BrowserWindow } from 'electron';
import { menuTemplate } from './menuTemplate.ts';
import { handPorts, openStationWindow } from './openStationWindow.ts';
import { guardPermissions, registerPageScheme, servePage } from './servePage.ts';
import { superviseHost, type HostSupervisor } from './superviseHost.ts';

const argv = process.argv.slice(app.isPackaged ? 1 : 2);
const isKiosk = argv.includes('--kiosk');
const windows = new Set<BrowserWindow>();

registerPageScheme();
// A second start shows the first one's window: one host per data folder, one writer per store.
if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  await app.whenReady();
  guardPermissions();
  servePage(join(import.meta.dirname, '../renderer'), app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null));
  const template = menuTemplate(process.platform, isKiosk);
  Menu.setApplicationMenu(template && Menu.buildFromTemplate(template));
  const host = superviseHost({
    entryPath: join(import.meta.dirname, 'utilityEntry.js'),
    argv: argv.filter((word) => word !== '--kiosk'),
    dataFolder: join(app.getPath('userData'), 'station'),
    onRestart: () => {
      for (const window of windows) handPorts(window, host);
    },
    onTrouble: (sentence) => dialog.showErrorBox('Halfhour', sentence),
  });
  openWindow(host);
  app.on('second-instance', () => showWindow(host));
  app.on('activate', () => showWindow(host));
  app.on('window-all-closed', () => app.quit());
  stopHostBeforeQuit(host);
}

function openWindow(host: HostSupervisor): void {
  const window = openStationWindow({ preloadPath: join(import.meta.dirname, '../preload/preload.cjs'), isKiosk, host });
  windows.add(window);
  window.on('closed', () => windows.delete(window));
}

function showWindow(host: HostSupervisor): void {
  const [window] = windows;
  if (!window) return openWindow(host);
  if (window.isMinimized()) window.restore();
  window.focus();
}

function stopHostBeforeQuit(host: HostSupervisor): void {
  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void host.stop().finally(() => {
      isStopped = true;
      app.quit();
    });
  });
}
