import { parseArgs } from 'node:util';
import type { Command } from '#shared/model/command/command.ts';
import { startPostgres } from '#test/support/startPostgres.ts';
import { openTestPlatform, type TestPlatform } from '#test/support/testPlatform.ts';
import { type BareForm, createBareTables, runBareTransaction } from '#test/bench/push/runBareTransactions.ts';
import { commandsPerOrder, openBenchSite, pickingDrafts } from '#test/bench/push/benchSite.ts';
import { type PushThread, startPushThread } from '#test/bench/push/startPushThread.ts';

const stationCount = 4;
const rounds = 5;
/** Rounds at the start that are not counted: a platform that runs is warm. */
const warmRounds = 2;
/** Commands of one round on each side. */
const commandsPerRound = 3_900;
const defaultBatch = 100;

type Rates = Readonly<Record<'push' | BareForm | 'perCommit', readonly number[]>>;
type Row = Record<string, string | number>;

/**
 * Commands per second from HTTP request to answer, four stations pushing at once from a thread of their own, beside a bare transaction on
 * the same database in the same run: it inserts the same commands and changes one row for each, as many in one transaction as the platform
 * put into one commit, over as many connections as there are stations; no rule, no check, no ledger, no answer, no HTTP.
 * `--batch N` sets the commands of one push, `--on postgres|pglite` leaves the other out.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const options = { batch: { type: 'string' }, on: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...given.arguments], options });
  const batchSize = Number(values.batch ?? defaultBatch);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 500) throw new Error('--batch is a number from 1 to 500.');
  const postgres = values.on === 'pglite' ? null : await measureOnPostgres(batchSize);
  const pglite = values.on === 'postgres' ? null : await measure(await openTestPlatform(), batchSize);
  return {
    metrics: {
      ...(postgres === null ? {} : toMetrics('', postgres)),
      ...(pglite === null ? {} : toMetrics('Pglite', pglite)),
      batchSize,
      stations: stationCount,
      commands: commandsPerRound * rounds,
    },
    rows: [...(postgres === null ? [] : toRows('PostgreSQL', postgres)), ...(pglite === null ? [] : toRows('PGlite', pglite))],
  };
}

async function measureOnPostgres(batchSize: number): Promise<Rates> {
  const server = await startPostgres();
  try {
    return await measure(await openTestPlatform({ databaseUrl: await server.createDatabase('push') }), batchSize);
  } finally {
    await server.stop();
  }
}

async function measure(at: TestPlatform, batchSize: number): Promise<Rates> {
  let thread: PushThread | null = null;
  try {
    const ordersPerRound = Math.ceil(commandsPerRound / commandsPerOrder / stationCount) * stationCount;
    const { siteId, tasks } = await openBenchSite(at, ordersPerRound * (rounds + warmRounds));
    const stations = await Promise.all(Array.from({ length: stationCount }, () => at.enrol(siteId)));
    await createBareTables(at.platform.db);
    thread = startPushThread(`${at.platform.url}/v1/sites/${siteId}/commands`);
    const rates = { push: [] as number[], perBatch: [] as number[], perCommand: [] as number[], perCommit: [] as number[] };
    let bareSeq = 1;
    for (let round = 0; round < rounds + warmRounds; round += 1) {
      const part = tasks.slice(round * ordersPerRound, (round + 1) * ordersPerRound);
      const batches = stations.map((station, no) =>
        inBatches(station.number(part.filter((_, index) => index % stationCount === no).flatMap(pickingDrafts)), batchSize),
      );
      const total = batches.flat().reduce((sum, batch) => sum + batch.length, 0);
      const orders = stations.map(({ token, outboxId }, no) => ({
        token,
        bodies: (batches[no] ?? []).map((commands) => JSON.stringify({ protocolVersion: 1, outboxId, commands })),
        commandCounts: (batches[no] ?? []).map((commands) => commands.length),
      }));
      const commitsBefore = await readCommits(at);
      rates.push.push(await timed(total, () => thread?.push(orders) ?? Promise.resolve()));
      const perCommit = total / Math.max(1, (await readCommits(at)) - commitsBefore);
      rates.perCommit.push(Math.round(perCommit));
      for (const form of ['perBatch', 'perCommand'] as const) {
        const startSeq = bareSeq;
        bareSeq += total;
        const grouped = batches.map((mine) => inBatches(mine.flat(), Math.max(batchSize, Math.round(perCommit))));
        rates[form].push(await timed(total, () => bareAll(at, form, siteId, startSeq, grouped)));
      }
    }
    const counted = (each: readonly number[]) => each.slice(warmRounds);
    const { push, perBatch, perCommand, perCommit } = rates;
    return { push: counted(push), perBatch: counted(perBatch), perCommand: counted(perCommand), perCommit: counted(perCommit) };
  } finally {
    await thread?.close();
    await at.platform.close();
  }
}

async function readCommits(at: TestPlatform): Promise<number> {
  const read = () => at.call<string>('GET', '/metrics');
  // The connection kept from the last time may have been closed meanwhile.
  const { body } = await read().catch(read);
  return Number(/^halfhour_commits_total (\d+)$/m.exec(body)?.[1] ?? 0);
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

function toMetrics(suffix: string, rates: Rates): Record<string, number> {
  return {
    [`commandsPerSecond${suffix}`]: median(rates.push),
    [`barePerSecond${suffix}`]: median(rates.perBatch),
    [`ratioToBare${suffix}`]: ratio(rates, 'perBatch'),
    [`ratioToBareStatements${suffix}`]: ratio(rates, 'perCommand'),
    [`commandsPerCommit${suffix}`]: median(rates.perCommit),
  };
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
    toRow(`HTTP push, end to end (${median(rates.perCommit)} commands a commit)`, rates.push),
    toRow('bare: same commands a transaction, log and rows by one statement each', rates.perBatch),
    toRow('bare: same commands a transaction, two statements for each command', rates.perCommand),
  ];
}
