import { type FloorResult, replayFloor } from '#shared/planning/floorReplay/replayFloor.ts';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { drawFloorDay } from './floor/drawFloorDay.ts';
import { floorWays } from './floor/floorWays.ts';

type Row = Record<string, string | number>;

/**
 * The same orders of the demo's shoppers on the demo's floor three ways: oldest first with the S-shape, single picking on planned walks, and
 * trolleys as the product fills them. `--orders` (300) within an hour, `--pickers` (6) who also pack, `--seeds` (3) days. Walked on the
 * site's walk graph in virtual time, by the product's own planners and rules.
 */
export function run({ arguments: words }: { arguments: readonly string[] }): {
  metrics: Record<string, number>;
  peers: Record<string, number>;
  rows: Row[];
} {
  const option = (name: string, usual: number) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : usual);
  const [orders, pickers, seeds] = [option('--orders', 300), option('--pickers', 6), option('--seeds', 3)];
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
