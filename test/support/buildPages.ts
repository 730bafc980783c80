import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { tempFolder } from '#test/support/tempFolder.ts';

/** Builds pages of renderer/app (`wallboard`, `courier`) into a folder of their own. */
export async function buildPages(names: readonly string[]): Promise<{ readonly folder: string; remove(): void }> {
  const folder = tempFolder('halfhour-pages-');
  const root = path.resolve(import.meta.dirname, '../../renderer/app');
  await build({
    ...{ configFile: false, logLevel: 'error', root, base: './', plugins: [react()] },
    build: {
      ...{ outDir: folder.path, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
      rolldownOptions: { input: names.map((name) => path.join(root, `${name}.html`)), onLog: () => undefined },
    },
  });
  return { folder: folder.path, remove: () => folder.remove() };
}
