import { expect, test } from 'vitest';
import { spokenCode } from '#shared/model/workflow/spokenCode.ts';

test('[VO4] a bin code is spelled with a pause at every dash, and no digit is left to be read as a number', () => {
  expect([spokenCode('bin', 'A03-2-15'), spokenCode('tote', 'T0417')]).toEqual([
    { binZh: 'A 零 三, 二, 幺 五', binEn: 'A 0 3, 2, 1 5' },
    { toteZh: 'T 零 四 幺 七', toteEn: 'T 0 4 1 7' },
  ]);
});
