import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkImport } from './layers/checkImport.mjs';

const root = process.cwd();

interface Planted {
  readonly what: string;
  readonly file: string;
  readonly code: string;
  readonly expected: string;
}

const planted: readonly Planted[] = [
  {
    what: 'a lower layer importing a higher one',
    file: 'shared/base/a.ts',
    code: "import '#shared/rules/b.ts';",
    expected: 'house(layers)',
  },
  { what: 'folders of the same rank', file: 'shared/wire/c.ts', code: "import '#shared/planning/b.ts';", expected: 'house(layers)' },
  { what: 'one side importing another', file: 'renderer/store/a.ts', code: "import '#electron/host/b.ts';", expected: 'house(layers)' },
  { what: 'shared importing a side', file: 'shared/rules/d.ts', code: "import '#platform/db/b.ts';", expected: 'house(layers)' },
  {
    what: 'a feature importing a feature',
    file: 'renderer/features/picking/A.ts',
    code: "import '#renderer/features/packing/B.ts';",
    expected: 'house(layers)',
  },
  { what: 'product code importing tests', file: 'platform/db/a.ts', code: "import '#test/support/b.ts';", expected: 'house(layers)' },
  {
    what: 'a dynamic import across layers',
    file: 'shared/base/e.ts',
    code: "await import('#shared/sync/b.ts');",
    expected: 'house(layers)',
  },
  {
    what: 'a type import across layers',
    file: 'shared/base/f.ts',
    code: "export type F = import('#shared/sync/b.ts').B;",
    expected: 'house(layers)',
  },
  {
    what: 'a re-export across layers',
    file: 'shared/base/g.ts',
    code: "export { b } from '#shared/sync/b.ts';",
    expected: 'house(layers)',
  },
  { what: 'Node in shared', file: 'shared/base/h.ts', code: "import 'node:fs';", expected: 'house(layers)' },
  { what: 'Node in the page', file: 'renderer/ui/i.ts', code: "import 'node:fs';", expected: 'house(layers)' },
  { what: 'Node in the preload', file: 'electron/preload/i.ts', code: "import 'node:fs';", expected: 'house(layers)' },
  { what: 'electron in the host', file: 'electron/host/j.ts', code: "import 'electron';", expected: 'house(layers)' },
  { what: 'React in the store', file: 'renderer/store/k.ts', code: "import 'react';", expected: 'house(layers)' },
  { what: 'React on the platform', file: 'platform/server/k.ts', code: "import '@mantine/core';", expected: 'house(layers)' },
  { what: 'Dexie outside the store', file: 'renderer/features/queue/l.ts', code: "import 'dexie';", expected: 'house(layers)' },
  { what: 'an unlisted package in shared', file: 'shared/base/m.ts', code: "import 'left-pad';", expected: 'house(layers)' },
  { what: 'a database on the station', file: 'electron/host/n.ts', code: "import 'drizzle-orm/pg-core';", expected: 'house(layers)' },
  { what: 'a path that climbs', file: 'shared/rules/order/o.ts', code: "import '../p.ts';", expected: 'house(layers)' },
  { what: 'an index file', file: 'shared/model/index.ts', code: 'export const a = 1;', expected: 'house(no-barrel)' },
  {
    what: 'a barrel by another name',
    file: 'shared/model/all.ts',
    code: "export * from './a.ts';\nexport * from './b.ts';",
    expected: 'house(no-barrel)',
  },
  { what: 'an enum', file: 'shared/model/q.ts', code: 'export enum Q { a }', expected: 'house(no-enum)' },
  { what: 'the clock in shared', file: 'shared/rules/r.ts', code: 'export const a = Date.now();', expected: 'house(pure)' },
  { what: 'a new Date in shared', file: 'shared/rules/s.ts', code: 'export const a = new Date();', expected: 'house(pure)' },
  { what: 'chance in shared', file: 'shared/rules/t.ts', code: 'export const a = Math.random();', expected: 'house(pure)' },
  { what: 'a timer in shared', file: 'shared/rules/u.ts', code: 'setTimeout(() => {}, 1);', expected: 'eslint(no-restricted-globals)' },
  { what: 'an export that says nothing', file: 'platform/db/w.ts', code: 'export function w() {}', expected: 'house(doc-comment)' },
  { what: 'a name that says nothing', file: 'platform/db/dateUtils.ts', code: 'export const w = 1;', expected: 'house(file-name)' },
  {
    what: 'a file that is too long',
    file: 'shared/rules/v.ts',
    code: 'export {};\n' + 'void 0;\n'.repeat(301),
    expected: 'eslint(max-lines)',
  },
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

/** The linter's type-aware part now and then dies on a busy machine, before it has looked at anything: it is started again then. */
const lintTries = 3;

function runLint(folder: string): { diagnostics: Diagnostic[] } {
  let said = '';
  for (let tries = 0; tries < lintTries; tries += 1) {
    const run = spawnSync(process.execPath, [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    said = run.stdout + run.stderr;
    if (run.stdout.startsWith('{')) return JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  }
  throw new Error(`the linter did not run: ${said}`);
}

/** Writes the files into an empty tree that has the house's own lint configuration, lints it, and returns what was found. */
function lintTree(files: readonly { readonly file: string; readonly code: string }[], options: object = {}): readonly Diagnostic[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'halfhour-layers-'));
  try {
    const config = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as { options: unknown; jsPlugins: string[] };
    config.options = options;
    config.jsPlugins = config.jsPlugins.map((plugin) => path.join(root, plugin));
    writeFileSync(path.join(folder, '.oxlintrc.json'), JSON.stringify(config));
    for (const { file, code } of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), `${code}\n`);
    }
    const output = runLint(folder);
    return output.diagnostics.map(({ code, filename }) => ({ code, filename }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the layer rule', () => {
  const found = lintTree(planted);

  test.each(planted)('catches $what', ({ file, expected }) => {
    expect(found).toContainEqual({ code: expected, filename: file });
  });

  test('leaves lawful files alone', () => {
    const lawful = [
      { file: 'shared/rules/a.ts', code: "import '#shared/base/b.ts';\nimport 'zod';\nimport './c.ts';" },
      { file: 'electron/main/a.ts', code: "import 'electron';\nimport 'node:fs';\nimport '#electron/host/b.ts';" },
      {
        file: 'renderer/features/picking/A.tsx',
        code: "import 'react';\nimport '#renderer/ui/B.tsx';\nimport '#shared/features/picking/c.ts';",
      },
      { file: 'renderer/store/a.ts', code: "import 'dexie';\nimport '#shared/sync/b.ts';" },
      { file: 'test/unit/a.test.ts', code: "import '#electron/host/b.ts';\nimport '#platform/db/b.ts';" },
    ];
    expect(lintTree(lawful)).toEqual([]);
  });
});

describe('the type-aware rules', () => {
  const code = [
    "export type Kind = 'a' | 'b';",
    'async function work(): Promise<void> {}',
    'export function misuse(kind: Kind): number | undefined {',
    '  work();',
    '  [1].forEach(async () => work());',
    '  switch (kind) {',
    "    case 'a':",
    '      return 1;',
    '  }',
    '}',
  ].join('\n');

  test('catch forgotten promises and cases', () => {
    const config = '{ "compilerOptions": { "strict": true, "lib": ["es2023"], "types": [] } }';
    const found = lintTree(
      [
        { file: 'platform/db/a.ts', code },
        { file: 'tsconfig.json', code: config },
      ],
      { typeAware: true },
    );
    expect(found.map((one) => one.code).toSorted()).toEqual([
      'house(doc-comment)',
      'typescript(no-floating-promises)',
      'typescript(no-misused-promises)',
      'typescript(switch-exhaustiveness-check)',
    ]);
  });
});

describe('checkImport', () => {
  test('says what is wrong in a sentence', () => {
    expect(checkImport('renderer/features/picking/A.ts', '#renderer/features/packing/B.ts')).toBe(
      "feature 'picking' must not import feature 'packing'",
    );
  });

  test('lets the file that lists all features import them', () => {
    expect(checkImport('shared/features/bridgeContract.ts', './station/stationContract.ts')).toBeNull();
  });

  test('catches a sibling feature reached through a relative path', () => {
    expect(checkImport('shared/features/bridgeContract.ts', '#shared/features/picking/../packing/a.ts')).toContain('climbs out');
  });
});
