import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordKinds } from '#shared/model/records.ts';

describe("the list of the trade's words", () => {
  const words = [...readFileSync('shared/model/README.md', 'utf8').matchAll(/^\| ([\w ]+) \| /gm)].map((match) => match[1]);

  test('has a line for every kind of record', () => {
    expect(recordKinds.filter((kind) => !words.includes(kind))).toEqual([]);
  });

  test('has no word twice', () => {
    expect(words.filter((word, index) => word !== 'word' && words.indexOf(word) !== index)).toEqual([]);
  });
});
