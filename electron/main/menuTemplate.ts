import type { MenuItemConstructorOptions } from 'electron';

/** The application's menu: roles only, so that the operating system words it. Null in kiosk mode: no menu at all. */
export function menuTemplate(platform: NodeJS.Platform, isKiosk: boolean): MenuItemConstructorOptions[] | null {
  if (isKiosk) return null;
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : [{ role: 'fileMenu' as const }]),
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
