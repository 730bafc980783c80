/**
 * The one table of the house's layers. A file may import from a folder of a lower rank on its own side, from `shared/`,
 * and from its own folder. Folders of the same rank do not know each other.
 */
export const ranks = {
  shared: { base: 0, model: 1, rules: 2, planning: 3, wire: 3, ports: 4, sync: 5, features: 6 },
  electron: { bridge: 0, drivers: 0, spool: 0, features: 1, host: 2, main: 3, preload: 3, headless: 3 },
  renderer: { bridge: 0, store: 0, ui: 0, text: 0, features: 1, app: 2 },
  platform: { db: 0, bus: 0, features: 1, server: 2, world: 2, demo: 3 },
};

/** The folders whose children are features: a child never imports a sibling. */
export const featuresFolder = 'features';

/**
 * Where a package from outside may be imported. A pattern ends in `/*` to cover a scope. The first row that matches decides;
 * a package no row names may be used anywhere but in `shared/`.
 */
export const packageWalls = [
  { packages: ['electron', 'electron-updater'], folders: ['electron/main', 'electron/preload'] },
  { packages: ['dexie', 'dexie-react-hooks'], folders: ['renderer/store'] },
  {
    packages: ['react', 'react-dom', 'react-i18next', '@mantine/*', '@tanstack/*', '@tabler/*', '@fontsource/*', 'maplibre-gl'],
    folders: ['renderer/app', 'renderer/bridge', 'renderer/features', 'renderer/text', 'renderer/ui'],
  },
  { packages: ['i18next'], folders: ['renderer'] },
  { packages: ['@zxing/*', 'zxing-wasm'], folders: ['renderer', 'electron/drivers'] },
  { packages: ['serialport', '@serialport/*', 'node-hid', 'classic-level'], folders: ['electron'] },
  {
    packages: [
      'hono',
      '@hono/*',
      'drizzle-orm',
      'pg',
      '@electric-sql/*',
      'aedes',
      'prom-client',
      'swagger-ui-dist',
      'csv-parse',
      'fast-xml-parser',
    ],
    folders: ['platform'],
  },
  { packages: ['mqtt', 'ws', 'pino', '@orpc/server'], folders: ['electron', 'platform'] },
  {
    packages: ['zod', '@orpc/contract', '@orpc/openapi', 'hash-wasm', 'uuid', 'bwip-js', 'uqr'],
    folders: ['shared', 'electron', 'renderer', 'platform'],
  },
];

/** Folders where Node's own modules may be imported. */
export const nodeFolders = [
  'electron/bridge',
  'electron/drivers',
  'electron/features',
  'electron/headless',
  'electron/host',
  'electron/main',
  'electron/spool',
  'platform',
];

/** Top folders that are product code; everything else (test/, bin/, configuration) may import all of it. */
export const productFolders = ['shared', 'electron', 'renderer', 'platform', 'resources'];
