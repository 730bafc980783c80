import { expect, test } from 'vitest';
import { cameraRetryMs, keepCamera } from '#renderer/features/scan/setup/keepCamera.ts';
import type { Camera, CameraProblem } from '#renderer/features/scan/setup/openCamera.ts';

/** A camera that can be unplugged, and time that is moved by hand. */
function createBench(problems: (CameraProblem | null)[]) {
  const told: string[] = [];
  let lose = (_problem: CameraProblem): void => undefined;
  let waiting: { run: () => void; afterMs: number } | null = null;
  const kept = keepCamera({
    open: async (onProblem): Promise<Camera> => {
      const problem = problems.shift() ?? null;
      if (problem !== null) throw new Error(problem);
      lose = onProblem;
      return { hasTorch: false, setTorch: () => undefined, close: () => void told.push('closed') };
    },
    onOpen: () => told.push('open'),
    onProblem: (problem) => told.push(problem),
    later: (run, afterMs) => {
      waiting = { run, afterMs };
      return () => (waiting = null);
    },
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    told,
    kept,
    settle,
    lose: (problem: CameraProblem) => lose(problem),
    later: async (): Promise<number | null> => {
      const due = waiting;
      waiting = null;
      due?.run();
      await settle();
      return due?.afterMs ?? null;
    },
  };
}

test('[CD6] a camera that is unplugged is opened anew when it is back, however often it is not there yet', async () => {
  const bench = createBench([null, 'cameraNone', 'cameraFailed', null]);
  await bench.settle();
  bench.lose('cameraLost');
  bench.lose('cameraLost');
  const waits = [await bench.later(), await bench.later(), await bench.later(), await bench.later()];
  expect([bench.told, waits]).toEqual([
    ['open', 'closed', 'cameraLost', 'cameraNone', 'cameraFailed', 'open'],
    [cameraRetryMs, cameraRetryMs, cameraRetryMs, null],
  ]);
});

test('[CD6] an engine that broke is loaded anew; a camera nobody may use is not asked for again; a closed one stays closed', async () => {
  const bench = createBench([null, 'cameraDenied']);
  await bench.settle();
  bench.lose('engineFailed');
  await bench.later();
  expect([bench.told, await bench.later()]).toEqual([['open', 'closed', 'engineFailed', 'cameraDenied'], null]);
  const other = createBench([null]);
  await other.settle();
  other.kept.close();
  other.lose('cameraLost');
  expect(other.told).toEqual(['open', 'closed']);
});
