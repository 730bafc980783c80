import { expect, test } from 'vitest';
import { isMatch } from '#platform/bus/openBus.ts';

test.each([
  ['a/+/c', 'a/b/c', true],
  ['a/+', 'a/b/c', false],
  ['a/#', 'a/b/c', true],
  ['a/#', 'a', true],
  ['#', '$SYS/x', false],
  ['+/x', '$SYS/x', false],
  ['a/b', 'a/b', true],
  ['a/b', 'a', false],
])('filter %s on topic %s is %s', (filter, topic, isCovered) => {
  expect(isMatch(filter, topic)).toBe(isCovered);
});
