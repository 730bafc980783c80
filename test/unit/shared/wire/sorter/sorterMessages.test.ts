import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { maxSorterBytes, readSorterMessage, sorterForms, toSorterTopic } from '#shared/wire/sorter/sorterMessages.ts';

const scan = { headerId: 1, timestamp: '2026-11-22T10:00:00.000Z', version: '1.0.0', scanId: 's1', inductionId: 'i1', codes: ['PC-1'] };

test('[SW1] what is too large, of another form or of another major is dropped', () => {
  expect(readSorterMessage('scan', JSON.stringify(scan), 100)).toEqual(scan);
  expect(toSorterTopic('xixi', 'S1', 'scan')).toBe('wcs/v1/xixi/S1/scan');
  for (const broken of ['{', JSON.stringify({ ...scan, version: '2.0.0' }), JSON.stringify({ ...scan, scanId: '' })])
    expect(readSorterMessage('scan', broken, 100)).toBeNull();
  expect(readSorterMessage('scan', JSON.stringify(scan), maxSorterBytes + 1)).toBeNull();
});

test('[SW1] the published JSON Schemas are those the messages are checked with', () => {
  const published: unknown = JSON.parse(readFileSync('docs/integrator/sorter/messages.schema.json', 'utf8'));
  const made = Object.fromEntries(Object.entries(sorterForms).map(([topic, form]) => [topic, z.toJSONSchema(form)]));
  expect(published).toEqual({ $schema: 'https://json-schema.org/draft/2020-12/schema', $defs: made });
});
