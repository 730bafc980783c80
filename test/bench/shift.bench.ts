import { parseArgs } from 'node:util';
import { runShift } from '#test/bench/shift/runShift.ts';
import { mosquittoMissingReason, startMosquitto } from '#test/support/startMosquitto.ts';
import { startPostgres } from '#test/support/startPostgres.ts';

type Row = Record<string, string | number>;

/**
 * Four stations with real hosts, journals and a broker of the site work through a day's orders with the platform out of reach for eight
 * hours of their clock; then the wire is whole again. Everything must be alike, nothing pending, no invariant broken.
 * `--orders N` (default 600), `--stations N` (default 4), `--database pglite|postgres` (default pglite). Mosquitto where it is installed.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...given.arguments], options: { orders: text, stations: text, database: text } });
  const server = values.database === 'postgres' ? await startPostgres() : null;
  const broker = mosquittoMissingReason() === null ? await startMosquitto() : null;
  try {
    const report = await runShift({
      orders: Number(values.orders ?? 600),
      stations: Number(values.stations ?? 4),
      databaseUrl: await server?.createDatabase('shift'),
      mqttUrl: broker?.url,
      onProgress: (sentence) => console.error(sentence),
    });
    const { verdict, flows, bugs } = report;
    for (const line of [...bugs, ...verdict.differences, ...verdict.violations.map((violation) => JSON.stringify(violation))])
      console.error(line);
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0);
    const metrics = {
      orders: sum(flows),
      delivered: report.delivered,
      cancelled: report.cancelled,
      commands: report.commands,
      pendingAtHeal: report.pendingAtHeal,
      drainSeconds: Math.round(report.drainSeconds * 10) / 10,
      drainFirstTakenSeconds: report.drain.firstTakenSeconds,
      drainLastTakenSeconds: report.drain.lastTakenSeconds,
      drainFirstStationSeconds: report.drain.firstStationSeconds,
      drainCpuSeconds: report.drain.cpuSeconds,
      workSeconds: Math.round(report.workSeconds),
      alikeBeforeHeal: Number(report.areAlikeBeforeHeal),
      lost: verdict.lost,
      doubled: verdict.doubled,
      pending: verdict.pending,
      differences: verdict.differenceCount,
      violations: verdict.violations.length,
      discrepancies: sum(report.discrepancies),
      refusedClaims: verdict.refusedClaims,
      bugs: bugs.length,
    };
    const parts: Row[] = [
      ...Object.entries(flows).map(([flow, orders]) => ({ metric: `orders: ${flow}`, figure: orders })),
      ...Object.entries(report.discrepancies).map(([kind, count]) => ({ metric: `discrepancies: ${kind}`, figure: count })),
      ...Object.entries(report.refusedHere).map(([code, count]) => ({ metric: `refused at the station: ${code}`, figure: count })),
    ];
    return { metrics, rows: [...parts, ...Object.entries(metrics).map(([metric, figure]) => ({ metric, figure }))] };
  } finally {
    await broker?.stop();
    await server?.stop();
  }
}
