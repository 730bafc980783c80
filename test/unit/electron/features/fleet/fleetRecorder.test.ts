import { expect, test } from 'vitest';
import { FleetRecorder, mostEvents, mostRecorded, recordedMs } from '#electron/features/fleet/fleetRecorder.ts';
import { fleetSample } from '#test/support/robots/fleetSample.ts';

const startMs = 1_800_000_000_000;

test('[FL15] the fleet is shown as it was, and what changed is told once', () => {
  const recorder = new FleetRecorder();
  const [first, later] = [fleetSample(startMs), fleetSample(startMs + 1000)];
  recorder.take(first);
  expect([recorder.isDue(startMs + 900), recorder.isDue(startMs + 1000)]).toEqual([false, true]);
  later.robots[2] = { ...later.robots[2]!, status: 'blocked' };
  later.tasks[0] = { ...later.tasks[0]!, status: 'done' };
  recorder.take(later);
  recorder.take({ ...later, atMs: startMs + 2000 });
  expect(recorder.viewAt(startMs - 1)).toBeNull();
  expect([recorder.viewAt(startMs + 999), recorder.viewAt(startMs + 1999)]).toEqual([first, later]);
  expect(recorder.history()).toEqual({
    fromMs: startMs,
    toMs: startMs + 2000,
    events: [
      { atMs: startMs + 1000, kind: 'robot', robot: first.robots[2]!.key, status: 'blocked' },
      { atMs: startMs + 1000, kind: 'task', robot: first.tasks[0]!.robot, loadId: first.tasks[0]!.loadId, status: 'done' },
    ],
  });
});

test('[FL15] what is kept is bounded in time and number', () => {
  const recorder = new FleetRecorder();
  const sample = fleetSample(startMs);
  const robots = Array.from({ length: 300 }, (_, no) => ({ ...sample.robots[0]!, key: `r${no}` }));
  let taken = 0;
  let atMs = startMs;
  for (; atMs < startMs + 2 * recordedMs; atMs += 1000) {
    if (!recorder.isDue(atMs)) continue;
    const status = taken++ % 2 === 0 ? ('working' as const) : ('idle' as const);
    recorder.take({ ...sample, atMs, robots: robots.map((robot) => ({ ...robot, status })) });
  }
  const history = recorder.history()!;
  expect(taken).toBeGreaterThan(200);
  expect(history.toMs - history.fromMs).toBeLessThanOrEqual(recordedMs);
  expect(history.toMs - history.fromMs).toBeGreaterThan(recordedMs * 0.9);
  expect(history.events.length).toBeLessThanOrEqual(mostEvents);
  expect(taken * 300).toBeGreaterThan(mostRecorded);
});
