import type { Schedule } from './planSchedule.ts';

/** A part of a schedule that can be left out. */
type Part = 'faults' | 'chores' | 'orders';
const parts: readonly Part[] = ['faults', 'chores', 'orders'];

/**
 * Leaves out faults, chores and orders as long as the schedule still fails: halves first, then smaller pieces, down to single ones.
 * Stops after `maxRuns` runs; what is left then still fails.
 */
export async function shrinkSchedule(
  failing: Schedule,
  fails: (schedule: Schedule) => Promise<boolean>,
  maxRuns: number,
): Promise<Schedule> {
  let shortest = failing;
  let runs = 0;
  const tryWithout = async (part: Part, from: number, count: number): Promise<boolean> => {
    if (runs >= maxRuns) return false;
    runs += 1;
    const shorter = { ...shortest, [part]: shortest[part].toSpliced(from, count) } as Schedule;
    if (!(await fails(shorter))) return false;
    shortest = shorter;
    return true;
  };
  for (let isShorter = true; isShorter && runs < maxRuns;) {
    isShorter = false;
    for (const part of parts) {
      for (let count = shortest[part].length; count >= 1; count = Math.floor(count / 2)) {
        for (let from = 0; from < shortest[part].length && runs < maxRuns;) {
          if (await tryWithout(part, from, count)) isShorter = true;
          else from += count;
        }
      }
    }
  }
  return shortest;
}

/** A schedule as people read it: one line for each thing that happens. */
export function describeSchedule(schedule: Schedule): string[] {
  const at = (atMs: number) => new Date(atMs).toISOString().slice(11, 23);
  const lines = [
    ...schedule.orders.map(({ atMs, ...order }) => ({ atMs, text: `order ${JSON.stringify(order)}` })),
    ...schedule.chores.map(({ atMs, ...chore }) => ({ atMs, text: `chore ${JSON.stringify(chore)}` })),
    ...schedule.faults.map(({ atMs, ...fault }) => ({ atMs, text: `fault ${JSON.stringify(fault)}` })),
  ];
  return lines.toSorted((a, b) => a.atMs - b.atMs).map(({ atMs, text }) => `${at(atMs)} ${text}`);
}
