import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { en } from '#renderer/text/en.ts';
import { namedParams } from '#renderer/text/namedParams.ts';
import { zhCN } from '#renderer/text/zh-CN.ts';
import { refusalCodes } from '#shared/rules/decision.ts';

type Table = { readonly [key: string]: string | Table };

function sentencesOf(table: Table, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([key, entry]) =>
      typeof entry === 'string' ? [[`${prefix}${key}`, entry] as const] : [...sentencesOf(entry, `${prefix}${key}.`)],
    ),
  );
}
const zh = sentencesOf(zhCN);
const english = sentencesOf(en as Table);
const paramsOf = (sentence: string): string[] => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

test('both languages have the same keys', () => {
  expect([...english.keys()].sort()).toEqual([...zh.keys()].sort());
});

test('a sentence names the same parameters in both languages', () => {
  const different = [...zh].filter(([key, sentence]) => paramsOf(sentence).join() !== paramsOf(english.get(key) ?? '').join());
  expect(different).toEqual([]);
});

test('every refusal code has a sentence', () => {
  expect(refusalCodes.filter((code) => !zh.has(`refusal.${code}`))).toEqual([]);
});

test('every message key that shared code speaks has a sentence', () => {
  const spoken = new Set<string>();
  for (const file of readdirSync('shared', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const source = readFileSync(path.join('shared', file), 'utf8');
    for (const match of source.matchAll(/'((?:pick|pack|hand|open|scan|common|fault|device)\.[A-Za-z.]+)'/g)) spoken.add(match[1] ?? '');
  }
  expect([...spoken].filter((key) => !zh.has(key)).sort()).toEqual([]);
});

test('a bilingual parameter is given in the language of the sentence', () => {
  expect(namedParams({ skuZh: '牛奶', skuEn: 'milk', left: 2 }, 'en')).toEqual({ sku: 'milk', left: 2 });
});
