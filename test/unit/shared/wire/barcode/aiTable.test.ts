import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toAiTable } from '#test/house/generateAiTable.mjs';
import { allAiRules, findAi, isAiLike } from '#shared/wire/barcode/applicationIdentifiers.ts';

const dictionaryPath = '../shared/data/gs1/gs1-syntax-dictionary.txt';
const hasDictionary = existsSync(dictionaryPath);
const title = '[BC9] the table is what the generator makes of the GS1 Syntax Dictionary';

test.skipIf(!hasDictionary)(hasDictionary ? title : `${title} (skipped: ${dictionaryPath} is not here)`, () => {
  const dictionary = readFileSync(dictionaryPath, 'utf8');
  expect(readFileSync('shared/wire/barcode/aiTable.ts', 'utf8')).toBe(toAiTable(dictionary));
  const counted = [...dictionary.matchAll(/^(\d+)(?:-(\d+))?\s/gm)].reduce(
    (sum, [, from, to]) => sum + Number(to ?? from) - Number(from) + 1,
    0,
  );
  expect([...allAiRules()].length).toBe(counted);
});

test('[BC9] the generator refuses a line of a form it does not know', () => {
  expect(() => toAiTable('77 Q12 # NEW')).toThrow('unknown attribute');
  expect(() => toAiTable('77 N12 maybe=1 # NEW')).toThrow('unknown attribute');
});

test('[BC9] no identifier is the beginning of another, so the shortest that is known is the right one', () => {
  const identifiers = [...allAiRules()].map(({ ai }) => ai);
  expect(identifiers.filter((ai) => findAi(`${ai}123`)?.ai !== ai)).toEqual([]);
});

test('[BC9] n in a pattern stands for any digit', () => {
  expect([isAiLike('3103', '310n'), isAiLike('3103', '31nn'), isAiLike('310', '310n'), isAiLike('3203', '31nn')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
