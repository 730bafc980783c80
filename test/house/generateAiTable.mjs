import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes shared/wire/barcode/aiTable.ts from a GS1 Barcode Syntax Dictionary:
 * `node test/house/generateAiTable.mjs PATH/gs1-syntax-dictionary.txt`. A test compares the two wherever the dictionary is at hand.
 */
const tablePath = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../shared/wire/barcode/aiTable.ts');
const charsetNames = { N: 'n', X: 'x', Y: 'y', Z: 'z' };
const flagNames = { '*': 'fixed', '?': 'attribute' };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dictionaryPath] = process.argv.slice(2);
  if (dictionaryPath === undefined) {
    console.error('Usage: node test/house/generateAiTable.mjs DICTIONARY');
    process.exit(2);
  }
  writeFileSync(tablePath, toAiTable(readFileSync(dictionaryPath, 'utf8')));
}

/** The text of the table for the text of a dictionary; throws where a line is of a form that is not known here. */
export function toAiTable(dictionary) {
  const release = /^# Release: (\S+)/m.exec(dictionary)?.[1] ?? 'unknown';
  const lines = dictionary.split('\n').filter((line) => /^\d/.test(line));
  return [
    `import { n, x, y, z, type AiRow } from './aiRow.ts';`,
    '',
    '/**',
    ` * Every GS1 application identifier, after the GS1 Barcode Syntax Dictionary, release ${release} (Apache-2.0, GS1 AISBL).`,
    ' * Written by test/house/generateAiTable.mjs; not by hand.',
    ' */',
    '// prettier-ignore',
    'export const aiTable: readonly AiRow[] = [',
    ...lines.map((line) => `  ${toRow(line)},`),
    '];',
    '',
  ].join('\n');
}

function toRow(line) {
  const [facts = '', ...titleParts] = line.split('#');
  const [range = '', ...words] = facts.trim().split(/\s+/);
  const [from, to] = range.split('-');
  const flags = /^[*?]+$/.test(words[0] ?? '') ? [...words.shift()] : [];
  const parts = [];
  while (words.length > 0 && /^\[?[NXYZ][.\d]/.test(words[0])) parts.push(toPart(words.shift()));
  const attributes = words.map((word) => toAttribute(word, line));
  const cells = [
    `ai: '${from}'`,
    ...(to === undefined ? [] : [`to: '${to}'`]),
    `parts: [${parts.join(', ')}]`,
    ...(flags.length === 0 ? [] : [`flags: '${flags.map((flag) => flagNames[flag]).join(' ')}'`]),
    ...pick(attributes, 'req', 'requires'),
    ...pick(attributes, 'ex', 'excludes').map((cell) => cell.replace('[[', '[').replace(']]', ']')),
    ...pick(attributes, 'dlpkey', 'linkQualifiers'),
    `title: '${titleParts.join('#').trim().replaceAll("'", "\\'")}'`,
  ];
  return `{ ${cells.join(', ')} }`;
}

/** `N13,csum` as `n(13, 13, 'csum')`, `[X..17]` as `x(0, 17)`: an optional component may be absent. */
function toPart(word) {
  const isOptional = word.startsWith('[');
  const [shape = '', ...linters] = word.replace(/[[\]]/g, '').split(',');
  const match = /^([NXYZ])(\.\.)?(\d+)$/.exec(shape);
  if (match === null) throw new Error(`unknown component: ${word}`);
  const [, charset, dots, length] = match;
  const least = dots === undefined ? length : '1';
  const names = linters.map((name) => `'${name}'`);
  return `${charsetNames[charset]}(${[least, length, ...(isOptional ? ["'optional'"] : []), ...names].join(', ')})`;
}

function toAttribute(word, line) {
  const match = /^(req|ex|dlpkey)(?:=(\S+))?$/.exec(word);
  if (match === null) throw new Error(`unknown attribute ${word} in: ${line}`);
  return { name: match[1], text: match[2] ?? '' };
}

function pick(attributes, name, cell) {
  const found = attributes.filter((attribute) => attribute.name === name);
  if (found.length === 0) return [];
  const lists = name === 'dlpkey' ? (found[0]?.text ?? '').split('|') : found.map((attribute) => attribute.text);
  const toList = (text) => `[${(text === '' ? [] : text.split(',')).map((ai) => `'${ai}'`).join(', ')}]`;
  return [`${cell}: [${lists.map(toList).join(', ')}]`];
}
