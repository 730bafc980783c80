import { expect, test } from 'vitest';
import { fleetSample } from '#test/support/robots/fleetSample.ts';
import { Glide } from '#renderer/features/robots/glide.ts';

const [robot] = fleetSample(0).robots;
const at = (xMm: number, thetaRad = 0) => [{ ...robot!, place: { xMm, yMm: 0, thetaRad } }];

test('a robot goes to its new place within the time between two words, and turns the short way', () => {
  const glide = new Glide();
  glide.hear(at(0, 3), 1000);
  glide.hear(at(200, -3), 1100);
  expect(glide.placeOf(robot!.key, 1150)?.xMm).toBeCloseTo(100);
  expect(Math.cos(glide.placeOf(robot!.key, 1150)!.thetaRad)).toBeCloseTo(-1);
  expect([glide.isMoving(1150), glide.placeOf(robot!.key, 1300)?.xMm, glide.isMoving(1300)]).toEqual([true, 200, false]);
});

test('a robot that was heard of again far away is set there, one that is gone has no place', () => {
  const glide = new Glide();
  glide.hear(at(0), 1000);
  glide.hear(at(9000), 1100);
  expect(glide.placeOf(robot!.key, 1100)?.xMm).toBe(9000);
  glide.hear([], 1200);
  expect(glide.placeOf(robot!.key, 1200)).toBeNull();
});
