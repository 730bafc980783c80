import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '#test/support/listFiles.ts';

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...listFiles(['docs', 'shared', 'electron', 'renderer', 'platform'], (name) => name.endsWith('.md')),
];

test('every link and picture of a page leads somewhere', () => {
  const broken = pages.flatMap((page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '');
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    return local.filter((link) => !existsSync(path.join(path.dirname(page), link))).map((link) => `${link} in ${page}`);
  });
  expect(broken).toEqual([]);
});

test('every page of docs/ is reached from the readme', () => {
  const reached = new Set<string>();
  const follow = (page: string): void => {
    if (reached.has(page) || !existsSync(page)) return;
    reached.add(page);
    for (const match of readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+\.md)[^)]*\)/g)) {
      follow(path.posix.join(path.posix.dirname(page), match[1] ?? ''));
    }
  };
  follow('README.md');
  expect(listFiles(['docs'], (name) => name.endsWith('.md')).filter((page) => !reached.has(page))).toEqual([]);
});
