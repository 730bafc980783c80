import path from 'node:path';
import { defineConfig } from 'electron-vite';
import page from './vite.config.ts';

const root = import.meta.dirname;

/** Electron's three parts: main with the host it forks, the sandboxed preload (CommonJS, nothing outside it), the page. */
export default defineConfig({
  main: {
    build: {
      outDir: path.join(root, 'out/main'),
      target: 'node20.19',
      rolldownOptions: {
        input: {
          main: path.join(root, 'electron/main/main.ts'),
          utilityEntry: path.join(root, 'electron/host/utilityEntry.ts'),
          labelThread: path.join(root, 'electron/drivers/printer/labelThread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: path.join(root, 'out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: path.join(root, 'electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: page,
});
