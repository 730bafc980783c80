import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePickingFile } from '#platform/features/planning/picking/parsePickingFile.ts';
import { planBatches } from '#shared/planning/batching/planBatches.ts';

/**
 * Batches of every file in the folder, `--seconds` (10) for each on this thread: the sum of the shortest tours beside first come first
 * served and savings, in metres. `--part I/N` measures every N-th file from the I-th on (1/4 and so on), so that a long run can be sliced;
 * `seconds` is the longest time of one file, savings included, and `savingsSeconds` that of the savings alone.
 */
export function run({ dataFolder, arguments: words }: { dataFolder: string | null; arguments: readonly string[] }): {
  metrics: Record<string, number>;
  peers: Record<string, number>;
  rows: Array<Record<string, string | number>>;
} {
  const option = (name: string, usual: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? usual) : usual);
  const seconds = Number(option('--seconds', '10'));
  const [part, parts] = option('--part', '1/1').split('/').map(Number);
  const folder = dataFolder ?? path.resolve('../shared/data/planning/picking/obpgen');
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}; give --data DIR`);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  const rows = files
    .filter((_, index) => index % (parts ?? 1) === (part ?? 1) - 1)
    .flatMap((file) => measure(path.join(folder, file), seconds));
  const sum = (of: 'metres' | 'firstCome' | 'savings') => rows.reduce((total, row) => total + row[of], 0);
  return {
    metrics: {
      instances: rows.length,
      total: sum('metres'),
      fcfsTotal: sum('firstCome'),
      savingsTotal: sum('savings'),
      seconds: Math.max(0, ...rows.map((row) => row.seconds)),
      savingsSeconds: Math.max(0, ...rows.map((row) => row.savingsSeconds)),
    },
    peers: { firstCome: sum('firstCome'), savings: sum('savings') },
    rows,
  };
}

type Row = {
  readonly file: string;
  readonly orders: number;
  readonly walks: number;
  readonly metres: number;
  readonly firstCome: number;
  readonly savings: number;
  readonly savingsSeconds: number;
  readonly seconds: number;
};

function measure(file: string, seconds: number): Row[] {
  const parsed = parsePickingFile(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(`${file}: ${parsed.error}`);
  if (parsed.value.kind === 'graph' || parsed.value.orders.length === 0) return [];
  const { floor, orders, limits, pace, name } = parsed.value;
  const snapshot = { floor, orders, limits, ...(pace === null ? {} : { pace }) };
  const startedMs = performance.now();
  planBatches(snapshot, { seed: 1, maxSteps: 0 });
  const searchedMs = performance.now();
  const plan = planBatches(snapshot, { seed: 1, limitMs: seconds * 1000, clock: { nowMs: () => performance.now() } });
  const endedMs = performance.now();
  return [
    {
      file: name,
      orders: orders.length,
      walks: plan.batches.length,
      metres: plan.totalMm / 1000,
      firstCome: plan.firstComeMm / 1000,
      savings: plan.savingsMm / 1000,
      savingsSeconds: (searchedMs - startedMs) / 1000,
      seconds: (endedMs - searchedMs) / 1000,
    },
  ];
}
