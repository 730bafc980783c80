import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '#test/support/tempFolder.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const run = (words: readonly string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/halfhour.mjs', 'label', ...words], { cwd: root, input });
  return { status, stdout, stderr: stderr.toString() };
};
const tote = JSON.stringify({ code: 'TT-0012-P', title: '0012', subtitle: '周转箱' });

test('[LB13] a template and data from standard input give what a printer gets; a sample gives the approved bytes', () => {
  const printed = run(['render', 'tote', '--data', '-', '--as', 'tspl', '--json'], tote);
  const { codes, texts, byteCount, bytesBase64 } = JSON.parse(printed.stdout.toString()) as Record<string, unknown>;
  expect([printed.status, codes, (texts as unknown[]).length, Buffer.from(String(bytesBase64), 'base64').length === byteCount]).toEqual([
    0,
    [{ symbology: 'code128', content: 'TT-0012-P' }],
    4,
    true,
  ]);
  const sample = run(['render', 'tote', '--sample', '--as', 'escpos', '--job', 'job-000042']);
  expect(sample.stdout.equals(readFileSync(join(root, 'test/golden/label/tote.escpos')))).toBe(true);
}, 60_000);

test('[LB13] what cannot be printed is one sentence and an exit code', () => {
  using folder = tempFolder();
  const path = join(folder.path, 'mine.json');
  writeFileSync(path, JSON.stringify({ name: 'mine', widthMm: 60, heightMm: 40, fields: [], elements: [{ kind: 'circle' }] }));
  const answers = [
    run(['render', 'tote', '--data', '-'], '{"code": "TT-0012-P"}'),
    run(['render', 'tote', '--data', '-'], '[]'),
    run(['render', 'parcel', '--sample']),
    run(['render', path, '--sample']),
    run(['render', 'tote', '--sample', '--as', 'epl']),
  ].map(({ status, stderr }) => [status, stderr.trim().split('\n').length === 1, stderr.trim().replace(path, 'FILE')]);
  expect(answers).toEqual([
    [1, true, 'halfhour label: field title is missing.'],
    [1, true, 'halfhour label: the data is a JSON object of fields, such as {"code": "TT-0012-C"}.'],
    [1, true, expect.stringMatching(/^halfhour label: there is no template 'parcel'; known are bag, waybill, /)],
    [1, true, expect.stringMatching(/^halfhour label: FILE is no label template: elements\[0\]\.kind: /)],
    [2, true, "error: option '--as <form>' argument 'epl' is invalid. Allowed choices are zpl, tspl, escpos, png."],
  ]);
}, 60_000);
