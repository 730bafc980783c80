import { expect, test } from 'vitest';
import { screensOf } from '#renderer/app/NavRail.tsx';

test.each([
  [['picker'], ['queue', 'picking', 'devices', 'sync']],
  [['packer'], ['queue', 'packing', 'handover', 'devices', 'sync', 'labels', 'dispatch']],
  [['wallboard'], ['queue', 'board', 'devices', 'sync']],
  [
    ['picker', 'packer'],
    ['queue', 'picking', 'packing', 'handover', 'devices', 'sync', 'labels', 'dispatch'],
  ],
] as const)('%j sees %j', (roles, seen) => {
  expect(screensOf([...roles])).toEqual(expect.arrayContaining([...seen]));
  expect(screensOf([...roles]).filter((screen) => ['picking', 'packing', 'handover', 'board'].includes(screen))).toEqual(
    seen.filter((screen) => ['picking', 'packing', 'handover', 'board'].includes(screen)),
  );
});

test('a supervisor sees every screen of the floor', () => {
  expect(screensOf(['supervisor'])).toEqual(expect.arrayContaining(['picking', 'packing', 'handover', 'board', 'dispatch']));
});
