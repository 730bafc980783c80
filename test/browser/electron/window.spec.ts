import { existsSync } from 'node:fs';
import { _electron, expect, test } from '@playwright/test';
import { findElectronProgram } from '#bin/findElectronProgram.mjs';
import { tempFolder } from '#test/support/tempFolder.ts';

const program = findElectronProgram();
const isBuilt = existsSync('out/main/main.js');

test.describe('the Electron window', () => {
  test.skip(program === null, "Electron's program is not on this machine");
  test.skip(program !== null && !isBuilt, 'out/main is missing: run npm run build first');

  test('opens the page with no Node in it and context isolation on', async () => {
    const folder = tempFolder();
    const app = await _electron.launch({
      executablePath: program ?? '',
      args: ['out/main/main.js', '--data', folder.path],
      env: { ...process.env, ELECTRON_DISABLE_SANDBOX: '1', XDG_CONFIG_HOME: folder.path } as Record<string, string>,
    });
    try {
      const window = await app.firstWindow();
      await expect(window.locator('#root')).not.toBeEmpty();
      expect(await window.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')])).toEqual([
        'undefined',
        'undefined',
      ]);
    } finally {
      await app.close();
      folder.remove();
    }
  });
});
