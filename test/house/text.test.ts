import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { en } from '#renderer/text/en.ts';
import { zhCN } from '#renderer/text/zh-CN.ts';
import { commandKinds } from '#shared/model/command/command.ts';
import { bagType } from '#shared/model/parcel/parcel.ts';
import { channel, orderStage, shortReason } from '#shared/model/order/order.ts';
import { refusalCodes } from '#shared/rules/decision.ts';
import { temperatureClass } from '#shared/model/common.ts';
import { listFiles } from '#test/support/listFiles.ts';

type Branch = { readonly [key: string]: string | Branch };

/** Every sentence by its full key. */
function flatten(branch: Branch, prefix = ''): Map<string, string> {
  const sentences = new Map<string, string>();
  for (const [key, child] of Object.entries(branch)) {
    if (typeof child === 'string') sentences.set(`${prefix}${key}`, child);
    else for (const [name, sentence] of flatten(child, `${prefix}${key}.`)) sentences.set(name, sentence);
  }
  return sentences;
}

/** Names of the parameters of a sentence. */
function parametersOf(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').toSorted();
}

const chinese = flatten(zhCN);
const english = flatten(en);

/** In these folders a dotted word in quotes is a message key, wherever it stands. */
const keyFolders = ['shared/features', 'shared/rules', 'shared/wire/barcode', 'shared/planning'];
/** Elsewhere it is one where it is named as one. */
const namedKey = /\b(?:messageOf\(|key: |fault: |reason: )'([a-z][A-Za-z]*(?:\.[A-Za-z]\w*)+)'/g;
const anyKey = /'([a-z][A-Za-z]*(?:\.[A-Za-z]\w*)+)'/g;

function keysUsed(): { readonly key: string; readonly file: string }[] {
  const isCode = (name: string): boolean => /\.tsx?$/.test(name);
  const read = (folders: readonly string[], pattern: RegExp): { key: string; file: string }[] =>
    listFiles(folders, isCode)
      .filter((file) => !file.startsWith('renderer/text/'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => ({ key: match[1] ?? '', file })));
  return [...read(keyFolders, anyKey), ...read(['electron', 'renderer', 'platform', 'shared'], namedKey)];
}

describe('texts', () => {
  test('zh-CN and en have the same keys', () => {
    expect([...english.keys()].toSorted()).toEqual([...chinese.keys()].toSorted());
  });

  test('no sentence is empty', () => {
    expect([...chinese, ...english].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  test('both languages name the same parameters', () => {
    const differing = [...chinese].filter(
      ([key, sentence]) => parametersOf(sentence).join() !== parametersOf(english.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('every message key in the code has a sentence', () => {
    const missing = new Map(keysUsed().flatMap(({ key, file }) => (chinese.has(key) ? [] : [[key, file] as const])));
    expect([...missing].map(([key, file]) => `${key}, for example in ${file}`).toSorted()).toEqual([]);
  });

  test.each([
    ['refusal', refusalCodes],
    ['command', commandKinds],
    ['stage', orderStage.options],
    ['channel', channel.options],
    ['shortReason', shortReason.options],
    ['temperature', temperatureClass.options],
    ['bag', bagType.options],
  ] as const)('every %s has a word', (group, names) => {
    expect(names.filter((name: string) => !chinese.has(`${group}.${name}`))).toEqual([]);
  });
});
