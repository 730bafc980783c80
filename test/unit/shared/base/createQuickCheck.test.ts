import { expect, test } from 'vitest';
import { z } from 'zod';
import { createQuickCheck } from '#shared/base/createQuickCheck.ts';
import { recordKinds, recordSchemas, type AnyRecord, type RecordKind } from '#shared/model/records.ts';
import { createTestStore } from '#test/support/createTestStore.ts';

const odd = [
  undefined,
  null,
  '',
  'x',
  '界'.repeat(150),
  'y'.repeat(5_000),
  -1,
  0,
  0.5,
  Number.NaN,
  2 ** 53,
  true,
  [],
  {},
  [null],
  { kind: 'x' },
];

/** The row again and again, each time with one place of it changed, missing, or with something added. */
function* spoilt(row: unknown): Generator<unknown> {
  yield* odd;
  if (typeof row !== 'object' || row === null) return;
  if (!Array.isArray(row)) yield { ...row, unheardOf: 1 };
  for (const [key, part] of Object.entries(row)) {
    const put = (other: unknown) => (Array.isArray(row) ? row.with(Number(key), other) : { ...row, [key]: other });
    if (!Array.isArray(row)) yield Object.fromEntries(Object.entries(row).filter(([name]) => name !== key));
    for (const other of spoilt(part)) yield put(other);
  }
}

async function sampleRows(): Promise<ReadonlyArray<readonly [RecordKind, AnyRecord]>> {
  const at = await createTestStore();
  await at.place({ water: 2, milk: 1 });
  const rows = recordKinds.flatMap((kind) => [...at.store.all(kind)].slice(0, 2).map((row) => [kind, row as AnyRecord] as const));
  await at.store.close();
  return rows;
}

test('what the quick check lets pass, the schema lets pass, wherever a record is spoilt', async () => {
  const wrong: unknown[] = [];
  let passed = 0;
  let refused = 0;
  for (const [kind, row] of await sampleRows()) {
    const isQuick = createQuickCheck(recordSchemas[kind]);
    if (!isQuick(row)) wrong.push([kind, row]);
    for (const other of spoilt(row)) {
      if (!isQuick(other)) refused += 1;
      else if (recordSchemas[kind].safeParse(other).success) passed += 1;
      else wrong.push([kind, other]);
    }
  }
  expect(wrong).toEqual([]);
  expect(Math.min(passed, refused)).toBeGreaterThan(100);
});

test('parts of a schema that are not known are asked of the schema', () => {
  const even = createQuickCheck(z.object({ n: z.number().refine((n) => n % 2 === 0) }));
  const strict = createQuickCheck(z.strictObject({ n: z.number() }));
  const either = createQuickCheck(z.xor([z.string().min(1), z.string().max(3)]));
  const whole = createQuickCheck(z.object({ at: z.iso.date().default('2026-01-01') }));
  expect([even({ n: 2 }), even({ n: 3 }), strict({ n: 1 }), strict({ n: 1, m: 1 })]).toEqual([true, false, true, false]);
  expect([either('long enough'), either('abc'), whole({}), whole({ at: 'soon' })]).toEqual([true, false, true, false]);
});

test('lengths of texts are in code points: where units leave that open, the answer is left to the schema', () => {
  const isQuick = createQuickCheck(z.string().min(3).max(4));
  expect([isQuick('😀😀'), isQuick('abcd'), isQuick('😀😀😀'), isQuick('abc')]).toEqual([false, false, false, false]);
  expect(createQuickCheck(z.string().min(1).max(4))('😀😀')).toBe(true);
});
