import { expect, test } from 'vitest';
import { toTable } from '#test/bench/toTable.mjs';

test('rows become an aligned table with numbers to the right', () => {
  expect(
    toTable([
      { what: 'commit', p50Ms: 2.00049, note: 'strict' },
      { what: 'paint', p50Ms: 16 },
    ]),
  ).toBe(['what    p50Ms  note', '------  -----  ------', 'commit      2  strict', 'paint      16'].join('\n'));
});
