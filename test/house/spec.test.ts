import { describe, expect, test } from 'vitest';
import { listFiles } from '#test/support/listFiles.ts';
import { readFileSync } from 'node:fs';

/** Rule ids a SPEC.md lists: `- **PK4** sentence`. */
function rulesOf(spec: string): string[] {
  return [...spec.matchAll(/^\s*[-*]\s+\*\*([A-Z]{2,5}\d+[a-z]?)\*\*/gm)].map((match) => match[1] ?? '');
}

/** Rule ids that test names carry: `[PK4] ...`. */
function idsInTests(code: string): string[] {
  return [...code.matchAll(/\[([A-Z]{2,5}\d+[a-z]?)\]/g)].map((match) => match[1] ?? '');
}

const toText = ({ rule, file }: { readonly rule: string; readonly file: string }): string => `${rule} in ${file}`;

const specs = listFiles(['shared', 'electron', 'renderer', 'platform'], (name) => name === 'SPEC.md');
const tests = listFiles(['test'], (name) => /\.tsx?$/.test(name) && name !== 'spec.test.ts');

describe('every rule of a SPEC.md has a test, and the reverse', () => {
  const rules = specs.flatMap((file) => rulesOf(readFileSync(file, 'utf8')).map((rule) => ({ rule, file })));
  const tested = tests.flatMap((file) => idsInTests(readFileSync(file, 'utf8')).map((rule) => ({ rule, file })));

  test('no rule is without a test', () => {
    const testedIds = new Set(tested.map(({ rule }) => rule));
    expect(rules.filter(({ rule }) => !testedIds.has(rule)).map(toText)).toEqual([]);
  });

  test('no test names a rule that no SPEC.md lists', () => {
    const known = new Set(rules.map(({ rule }) => rule));
    expect(tested.filter(({ rule }) => !known.has(rule)).map(toText)).toEqual([]);
  });

  test('no two rules share an id', () => {
    const seen = new Map<string, string>();
    const doubled = rules.filter(({ rule, file }) => {
      const isDoubled = seen.has(rule);
      seen.set(rule, file);
      return isDoubled;
    });
    expect(doubled).toEqual([]);
  });

  test('the finders find', () => {
    expect(rulesOf('- **PK4** A scan\n* **ST12** b\nnot **XX1** here')).toEqual(['PK4', 'ST12']);
    expect(idsInTests("test('[PK4] a', ...); test('[ST12] [ST13] b')")).toEqual(['PK4', 'ST12', 'ST13']);
  });
});
