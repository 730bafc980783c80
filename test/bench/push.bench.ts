import { parseArgs } from 'node:util';
import type { Command } from '#shared/model/command/command.ts';
import { startPostgres } from '#test/support/startPostgres.ts';
import { openTestPlatform, type TestPlatform, type TestStation } from '#test/support/testPlatform.ts';
import { type BareForm, createBareTables, runBareTransaction } from '#test/bench/push/runBareTransactions.ts';
import { commandsPerOrder, openBenchSite, pickingDrafts } from '#test/bench/push/benchSite.ts';

const stationCount = 4;
const rounds = 5;
/** Commands of one round on each side; the first round of each side warms up and is not counted. */
const commandsPerRound = 1_560;
const defaultBatch = 100;

type Rates = { readonly push: readonly number[]; readonly perBatch: readonly number[]; readonly perCommand: readonly number[] };
type Row = Record<string, string | number>;

/**
 * Commands per second from HTTP request to answer, four stations pushing at once, beside a transaction on the same database that only
 * inserts the same commands in the same batches and changes one row for each. `--batch N` sets the commands of one push.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const { values } = parseArgs({ args: [...given.arguments], options: { batch: { type: 'string' } } });
  const batchSize = Number(values.batch ?? defaultBatch);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 500) throw new Error('--batch is a number from 1 to 500.');
  const server = await startPostgres();
  try {
    const postgres = await measure(await openTestPlatform({ databaseUrl: await server.createDatabase('push') }), batchSize);
    const pglite = await measure(await openTestPlatform(), batchSize);
    return {
      metrics: {
        commandsPerSecond: median(postgres.push),
        commandsPerSecondPglite: median(pglite.push),
        barePerSecond: median(postgres.perBatch),
        barePerSecondPglite: median(pglite.perBatch),
        ratioToBare: ratio(postgres, 'perBatch'),
        ratioToBarePglite: ratio(pglite, 'perBatch'),
        ratioToBareStatements: ratio(postgres, 'perCommand'),
        ratioToBareStatementsPglite: ratio(pglite, 'perCommand'),
        batchSize,
        stations: stationCount,
        commands: commandsPerRound * rounds,
      },
      rows: [...toRows('PostgreSQL', postgres), ...toRows('PGlite', pglite)],
    };
  } finally {
    await server.stop();
  }
}

async function measure(at: TestPlatform, batchSize: number): Promise<Rates> {
  try {
    const ordersPerRound = Math.ceil(commandsPerRound / commandsPerOrder / stationCount) * stationCount;
    const { siteId, tasks } = await openBenchSite(at, ordersPerRound * (rounds + 1));
    const stations = await Promise.all(Array.from({ length: stationCount }, () => at.enrol(siteId)));
    await createBareTables(at.platform.db);
    const rates = { push: [] as number[], perBatch: [] as number[], perCommand: [] as number[] };
    let bareSeq = 1;
    for (let round = 0; round <= rounds; round += 1) {
      const part = tasks.slice(round * ordersPerRound, (round + 1) * ordersPerRound);
      const batches = stations.map((station, no) => {
        const mine = part.filter((_, index) => index % stationCount === no);
        return inBatches(station.number(mine.flatMap(pickingDrafts)), batchSize);
      });
      const total = batches.flat().reduce((sum, batch) => sum + batch.length, 0);
      rates.push.push(await timed(total, () => pushAll(stations, batches)));
      for (const form of ['perBatch', 'perCommand'] as const) {
        const startSeq = bareSeq;
        bareSeq += total;
        rates[form].push(await timed(total, () => bareAll(at, form, siteId, startSeq, batches)));
      }
    }
    return { push: rates.push.slice(1), perBatch: rates.perBatch.slice(1), perCommand: rates.perCommand.slice(1) };
  } finally {
    await at.platform.close();
  }
}

/** Every station pushes its batches one after the other, all stations at once; bodies are made beforehand. */
async function pushAll(stations: readonly TestStation[], batches: ReadonlyArray<readonly Command[][]>): Promise<void> {
  await Promise.all(
    stations.map(async (station, no) => {
      for (const commands of batches[no] ?? []) {
        // A kept connection may have been closed meanwhile; like a station, push the same again.
        const { body } = await station.push(commands).catch(() => station.push(commands));
        if (body.status !== 'taken' || body.results.some((result) => result.outcome !== 'applied'))
          throw new Error(`a push was not applied: ${JSON.stringify(body).slice(0, 500)}`);
      }
    }),
  );
}

async function bareAll(at: TestPlatform, form: BareForm, siteId: string, startSeq: number, batches: ReadonlyArray<readonly Command[][]>) {
  let nextSeq = startSeq;
  await Promise.all(
    batches.map(async (mine, no) => {
      for (const batch of mine) {
        const seq = nextSeq;
        nextSeq += batch.length;
        // The same command in the second form is another row of the log.
        const marked = batch.map((command) => ({
          ...command,
          id: `${form}-${command.id}` as Command['id'],
          outboxId: `${form}-${no}` as Command['outboxId'],
        }));
        await runBareTransaction(at.platform.db, form, siteId, seq, marked);
      }
    }),
  );
}

function inBatches(commands: readonly Command[], batchSize: number): Command[][] {
  return Array.from({ length: Math.ceil(commands.length / batchSize) }, (_, index) =>
    commands.slice(index * batchSize, (index + 1) * batchSize),
  );
}

async function timed(commands: number, work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return Math.round((commands * 1000) / (performance.now() - startMs));
}

function median(rates: readonly number[]): number {
  const sorted = rates.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Median of the ratios of rounds that ran one after the other, so that other load on the machine weighs on both sides. */
function ratio(rates: Rates, form: BareForm): number {
  return Math.round(median(rates.push.map((rate, index) => (1000 * rate) / (rates[form][index] ?? Infinity)))) / 1000;
}

function toRows(database: string, rates: Rates): Row[] {
  const toRow = (what: string, each: readonly number[]) => ({
    database,
    what,
    perSecond: median(each),
    slowestRound: Math.min(...each),
    fastestRound: Math.max(...each),
  });
  return [
    toRow('HTTP push, end to end', rates.push),
    toRow('bare, one statement per batch', rates.perBatch),
    toRow('bare, statements per command', rates.perCommand),
  ];
}
