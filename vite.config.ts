import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The page. The same build is loaded by Electron from a file and served by the headless station, so its paths are relative. */
export default defineConfig({
  root: path.join(root, 'renderer/app'),
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: path.join(root, 'out/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3_000,
    rolldownOptions: {
      // The station, and the pages beside it: a wallboard, a courier's telephone.
      input: Object.fromEntries(['index', 'wallboard', 'courier'].map((name) => [name, path.join(root, `renderer/app/${name}.html`)])),
      // Libraries mark files with 'use client'; it means nothing outside React's server components.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
});
