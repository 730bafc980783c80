import { parseArgs } from 'node:util';
import { runPrintShift } from '#test/support/printers/runPrintShift.ts';

/**
 * Labels over a pool of four printers that never read, stay silent, die mid-way, answer slowly, lie, lose their reply, run out of paper or
 * hang up, at random; scans come in all the while. Lost and doubled are counted on the paper the printers keep themselves, in a process of
 * their own. `hostBusyMaxMs` is the processor time the host's thread used at most while a scan waited, free of what else the machine did. `--labels N` (default 1000), `--seed N` (default 1).
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number> }> {
  const { values } = parseArgs({ args: [...given.arguments], options: { labels: { type: 'string' }, seed: { type: 'string' } } });
  const { faults, hostBusyMaxMs, ...shift } = await runPrintShift({
    labels: Number(values.labels ?? 1_000),
    seed: Number(values.seed ?? 1),
  });
  const ofFaults = Object.entries(faults).map(([name, times]) => [`fault ${name}`, times]);
  const figures = { ...shift, ...(hostBusyMaxMs === null ? {} : { hostBusyMaxMs }) };
  const rounded = Object.entries(figures).map(([name, figure]) => [name, Math.round(figure * 10) / 10]);
  return { metrics: Object.fromEntries([...rounded, ...ofFaults]) as Record<string, number> };
}
