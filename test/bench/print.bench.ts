import { parseArgs } from 'node:util';
import { runPrintShift } from '#test/support/printers/runPrintShift.ts';
import type { ScanWaits } from '#test/support/printers/sumUpWaits.ts';

/**
 * Labels over a pool of four printers that never read, stay silent, die mid-way, answer slowly, lie, lose their reply, run out of paper or
 * hang up, at random; a scanner scans all the while, and between the rounds of printing too. Lost and doubled are counted on the paper the
 * printers keep themselves, in a process of their own. `--labels N` (default 1000), `--seed N` (default 1).
 *
 * A scan's wait goes from its scanner's last byte until it is durable in the journal. What it waits for printing is the difference between the two
 * columns of waits; `own` leaves out what the host's thread waited for a processor that others had, and `TMPDIR=/dev/shm` leaves out the disk.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number> }> {
  const { values } = parseArgs({ args: [...given.arguments], options: { labels: { type: 'string' }, seed: { type: 'string' } } });
  const { faults, printing, resting, ...shift } = await runPrintShift({
    labels: Number(values.labels ?? 1_000),
    seed: Number(values.seed ?? 1),
  });
  const ofFaults = Object.entries(faults).map(([name, times]) => [`fault ${name}`, times]);
  const figures = [...Object.entries(shift), ...describeWaits('printing', printing), ...describeWaits('resting', resting)];
  const rounded = figures.map(([name, figure]) => [name, Math.round(figure * 10) / 10]);
  return { metrics: Object.fromEntries([...rounded, ...ofFaults]) as Record<string, number> };
}

function describeWaits(when: string, waits: ScanWaits): [string, number][] {
  const { hostBusyMaxMs, ...told } = waits;
  const figures = Object.entries({ ...told, ...(hostBusyMaxMs === null ? {} : { hostBusyMaxMs }) });
  return figures.map(([name, figure]) => [`scan ${when} ${name}`, figure]);
}
