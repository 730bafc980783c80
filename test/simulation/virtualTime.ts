import type { Scheduler } from '#shared/ports/scheduler.ts';

type Job = { readonly atMs: number; readonly no: number; run: (() => void) | null };

/** Time that runs as fast as the machine can, in an order that depends on nothing but what was asked for. */
export type VirtualTime = Scheduler & {
  nowMs(): number;
  /** Lets time pass until `untilMs`; what becomes due runs on the way. Throws what a job throws. */
  runUntil(untilMs: number): Promise<void>;
  /** Resolves after so many milliseconds. */
  sleep(delayMs: number): Promise<void>;
  /** Jobs that have run. */
  jobsRun(): number;
};

/** Time that stands at `startMs`. */
export function createVirtualTime(startMs: number): VirtualTime {
  let nowMs = startMs;
  let made = 0;
  let jobsRun = 0;
  const heap: Job[] = [];
  const isBefore = (a: Job, b: Job) => a.atMs < b.atMs || (a.atMs === b.atMs && a.no < b.no);

  const add = (job: Job) => {
    let index = heap.push(job) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(job, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = job;
  };
  const takeFirst = (): Job => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  };
  const after = (delayMs: number, run: () => void) => {
    made += 1;
    const job: Job = { atMs: nowMs + Math.max(0, delayMs), no: made, run };
    add(job);
    return () => {
      job.run = null;
    };
  };
  return {
    after,
    nowMs: () => nowMs,
    jobsRun: () => jobsRun,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    async runUntil(untilMs) {
      await settled();
      while (heap.length > 0 && heap[0]!.atMs <= untilMs) {
        const { atMs, run } = takeFirst();
        if (run === null) continue;
        nowMs = atMs;
        jobsRun += 1;
        run();
        // Jobs of the same instant run before what they set free, and all of that before time moves on.
        if (heap[0]?.atMs !== nowMs) await settled();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}

/** Resolves when every promise that can go on has gone on: Node takes the next tick when no such job is left. Nothing here waits for the world outside. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** A promise of a program that was killed: it never settles. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

/** A seed for one part of a simulation, so that leaving another part out does not change it. */
export function seedOf(seed: number, name: string): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  for (let index = 0; index < name.length; index += 1) mixed = Math.imul(mixed ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return mixed;
}
