/** Options of the station's window; `preloadPath` is the built preload. The page gets no Node, no remote content, no insecure extras. */
export function windowOptions(preloadPath: string, isKiosk: boolean) {
  return {
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    kiosk: isKiosk,
    autoHideMenuBar: true,
    backgroundColor: '#101113',
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      // Scans must be taken in a window that is behind another, too.
      backgroundThrottling: false,
    },
  } as const;
}
