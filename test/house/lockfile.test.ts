import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingPlatformPackages } from './completeLockfile.mjs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> };

test('the lock file names the binaries of every platform, else npm ci refuses it (node test/house/completeLockfile.mjs adds them)', () => {
  expect([...missingPlatformPackages(lock).keys()]).toEqual([]);
});

test('a missing platform package is found with its platform', () => {
  const packages = { '': {}, 'node_modules/a': { dev: true, optionalDependencies: { '@a/b-linux-x64-musl': '1.2.3' } } };
  expect([...missingPlatformPackages({ packages })]).toEqual([
    ['node_modules/@a/b-linux-x64-musl', { version: '1.2.3', isDev: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ]);
});

test('the lock file is of this package.json', () => {
  const wanted = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object; devDependencies: object };
  expect(lock.packages['']).toMatchObject({ dependencies: wanted.dependencies, devDependencies: wanted.devDependencies });
});
