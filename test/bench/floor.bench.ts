import { type FloorResult, replayFloor } from '#shared/planning/floorReplay/replayFloor.ts';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { drawFloorDay } from './floor/drawFloorDay.ts';
import { playDemoHours } from './floor/playDemoHours.ts';
import { floorWays } from './floor/floorWays.ts';

type Row = Record<string, string | number>;
type Measured = { metrics: Record<string, number>; peers: Record<string, number>; rows: Row[] };

/**
 * The same orders of the demo's shoppers on the demo's floor three ways: oldest first with the S-shape, single picking on planned walks, and
 * trolleys as the product fills them. `--orders` (300) within an hour, `--pickers` (6) who also pack, `--seeds` (3) days. Walked on the
 * site's walk graph in virtual time, by the product's own planners and rules. `--real` plays the demo hour instead, with platform, hosts,
 * scans and couriers, once for each way (`--speed` 20, `--minutes` 60, one `--seed` 7): on time is then at the customer's door.
 */
export async function run({ arguments: words }: { arguments: readonly string[] }): Promise<Measured> {
  const option = (name: string, usual: number) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : usual);
  const [orders, pickers, seeds] = [option('--orders', 300), option('--pickers', 6), option('--seeds', 3)];
  if (words.includes('--real'))
    return playReal({ seed: option('--seed', 7), orders, pickers, speed: option('--speed', 20), minutes: option('--minutes', 60) });
  const startMs = Date.UTC(2026, 2, 2, 3);
  const demo = loadDemoSite(startMs);
  const rows: Row[] = [];
  const results = Object.entries(floorWays).map(([name, way]) => {
    const days = Array.from({ length: seeds }, (_, index) => {
      const startedMs = performance.now();
      const day = drawFloorDay(demo, { seed: index + 1, orders, ordersPerHour: orders, pickers, startMs });
      const result = replayFloor(day, way);
      rows.push({ way: name, seed: index + 1, ...shown(result, startMs), replaySeconds: (performance.now() - startedMs) / 1000 });
      return result;
    });
    return [name, days] as const;
  });
  const metrics: Record<string, number> = { days: seeds };
  const peers: Record<string, number> = {};
  for (const [name, days] of results) {
    const into = name === 'halfhour' ? metrics : peers;
    const prefix = name === 'halfhour' ? '' : name;
    const key = (word: string) => (prefix === '' ? word : `${prefix}${word.charAt(0).toUpperCase()}${word.slice(1)}`);
    const lines = days.reduce((sum, day) => sum + day.lines, 0);
    into[key('metresPerLine')] = days.reduce((sum, day) => sum + day.walkedMm, 0) / 1000 / Math.max(1, lines);
    into[key('onTimePct')] =
      (100 * days.reduce((sum, day) => sum + day.onTimeOrders, 0)) /
      Math.max(
        1,
        days.reduce((sum, day) => sum + day.orders, 0),
      );
    into[key('walks')] = days.reduce((sum, day) => sum + day.walks, 0);
  }
  return { metrics, peers, rows };
}

function shown(result: FloorResult, startMs: number): Row {
  return {
    orders: result.orders,
    lines: result.lines,
    walks: result.walks,
    metresPerLine: result.metresPerLine,
    onTimePct: result.onTimeShare * 100,
    lastPackedMin: (result.lastDoneAtMs - startMs) / 60_000,
  };
}

async function playReal(options: Parameters<typeof playDemoHours>[0]): Promise<Measured> {
  const metrics: Record<string, number> = {};
  const peers: Record<string, number> = {};
  const rows = (await playDemoHours(options)).map(({ way, report }): Row => {
    const { summary, verdict } = report;
    const figures = { metresPerLine: report.metresPerLine ?? 0, onTimePct: 100 * (summary.onTimeShare ?? 0), walks: report.walks };
    for (const [name, figure] of Object.entries(figures)) {
      if (way === 'halfhour') metrics[name] = figure;
      else peers[`${way}${name.charAt(0).toUpperCase()}${name.slice(1)}`] = figure;
    }
    const p90Minutes = summary.doorToDoorP90Minutes ?? 0;
    return { way, orders: summary.orders, lines: summary.lines, ...figures, p90Minutes, isHealthy: verdict.isHealthy ? 'yes' : 'no' };
  });
  return { metrics, peers, rows };
}
