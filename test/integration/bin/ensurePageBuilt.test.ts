import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ensurePageBuilt } from '#bin/ensurePageBuilt.mjs';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

/** A project of one line, with the house's own build. */
function plantProject(folder: TempFolder): { readonly root: string; write(text: string, atMs: number): void } {
  const root = folder.path;
  mkdirSync(path.join(root, 'renderer/app'), { recursive: true });
  copyFileSync('vite.config.ts', path.join(root, 'vite.config.ts'));
  copyFileSync('package.json', path.join(root, 'package.json'));
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  for (const page of ['index', 'wallboard', 'courier'])
    writeFileSync(path.join(root, `renderer/app/${page}.html`), '<div id="root"></div><script type="module" src="./main.ts"></script>');
  const write = (text: string, atMs: number): void => {
    const file = path.join(root, 'renderer/app/main.ts');
    writeFileSync(file, text);
    utimesSync(file, atMs / 1000, atMs / 1000);
  };
  return { root, write };
}

function builtText(root: string): string {
  const folder = path.join(root, 'out/renderer/assets');
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
}

test('the page is built when missing or stale, left alone when fresh, and kept when a build fails', async () => {
  using folder = tempFolder();
  const { root, write } = plantProject(folder);
  const said: string[] = [];
  const build = (): Promise<void> => ensurePageBuilt(root, (message) => said.push(message));

  write("document.title = 'first';", Date.now() - 60_000);
  await build();
  expect(builtText(root)).toContain('first');
  expect(said).toHaveLength(2);

  await build();
  expect(said).toHaveLength(2);

  write("document.title = 'second';", Date.now() + 1_000);
  await Promise.all([build(), build()]);
  expect(builtText(root)).toContain('second');
  expect(readdirSync(path.join(root, 'out'))).toEqual(['renderer']);

  write("import './missing.ts';", Date.now() + 2_000);
  await expect(build()).rejects.toThrow(/could not be built:[^]*missing\.ts/);
  expect(existsSync(path.join(root, 'out/renderer/index.html'))).toBe(true);
});
