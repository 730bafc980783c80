import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Path of Electron's program, or null where its package was installed without the download (or not at all). */
export function findElectronProgram() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const program = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
