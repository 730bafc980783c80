import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, createNewId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { Database } from '#platform/db/database.ts';
import { queryRows } from '#platform/db/database.ts';
import type { PushResponse } from '#shared/wire/platform/syncMessages.ts';
import { createLoadingView } from '#platform/db/records/createLoadingView.ts';
import { type SiteWriter, createSiteWriter, maxWaitingWriters } from '#platform/db/records/createSiteWriter.ts';
import type { RecordPorts } from '#platform/db/records/siteSession.ts';
import { wantedStockOf } from '#platform/db/records/wantedRows.ts';
import { runMigrations } from '#platform/db/runMigrations.ts';
import { applyPush } from '#platform/features/sync/applyPush.ts';
import { createFixedClock } from '#test/support/fixedClock.ts';
import { createTestSite } from '#test/support/testSite.ts';
import { createPrng } from '#shared/base/prng.ts';

const siteId = asId<'site'>('site');
const outboxId = asId<'outbox'>('outbox');
const alertCommand = (stationSeq: number): Command => ({
  id: asId<'command'>(`c${stationSeq}`),
  stationId: asId<'station'>('station'),
  outboxId,
  stationSeq,
  operatorId: null,
  atMs: 1,
  kind: 'raiseAlert',
  payload: { alertId: asId<'alert'>(`a${stationSeq}`), kind: 'help', orderId: null, reason: '' },
});

let client: PGlite;
let db: Database;
const statements: string[] = [];

beforeAll(async () => {
  client = await PGlite.create();
  db = drizzle(client, { logger: { logQuery: (statement) => statements.push(statement) } }) as unknown as Database;
  await runMigrations(db);
  await db.execute(sql`insert into sites (site_id, code, epoch, created_at_ms) values ('site', 'S', 'e', 0)`);
});
afterAll(() => client.close());

function createWriter(decide: RecordPorts['decide'], faults: unknown[] = [], over: Database = db) {
  return createSiteWriter({
    db: over,
    clock: createFixedClock(),
    decide,
    newCommandId: createNewId(createFixedClock(), createPrng(1)),
    onChanged: () => undefined,
    onOutcome: () => undefined,
    onRuleFault: (_command, fault) => faults.push(fault),
  });
}

test('[PS15] a push of 500 commands is a handful of statements', async () => {
  const commands = Array.from({ length: 500 }, (_, index) => alertCommand(index + 1));
  statements.length = 0;
  await applyPush(createWriter(decideCommand), siteId, { protocolVersion: 1, outboxId, commands });
  expect(statements.length).toBeLessThanOrEqual(12);
});

const receive = (outbox: string, stationSeq: number): Command => ({
  ...alertCommand(stationSeq),
  id: asId<'command'>(`${outbox}-${stationSeq}`),
  outboxId: asId<'outbox'>(outbox),
  kind: 'receiveStock',
  payload: { skuId: asId<'sku'>('sku'), binId: asId<'bin'>('bin'), quantity: 1, lot: null },
});
const push = (writer: SiteWriter, ...commands: readonly Command[]) =>
  applyPush(writer, siteId, { protocolVersion: 1, outboxId: commands[0]?.outboxId ?? outboxId, commands: [...commands] });
const seqsOf = (answers: readonly PushResponse[]) =>
  answers.flatMap((answer) => (answer.status === 'taken' ? answer.results.map((result) => result.siteSeq) : []));
const readQuantity = async () => {
  const rows = await queryRows<{ quantity: string }>(db, sql`select body ->> 'quantity' as quantity from records where kind = 'stock'`);
  return rows.map((row) => Number(row.quantity));
};
async function putGoods(): Promise<void> {
  const { skus, bins } = createTestSite();
  await createWriter(decideCommand).write(siteId, async (session) => {
    const [sku, bin] = [skus[0], bins[0]];
    if (sku === undefined || bin === undefined) throw new Error('the test site has goods');
    session.put([
      { kind: 'sku', id: 'sku', row: { ...sku, id: asId<'sku'>('sku') } },
      { kind: 'bin', id: 'bin', row: { ...bin, id: asId<'bin'>('bin') } },
    ]);
  });
}

test('[PS19] a push that follows on what this process wrote last is one statement; pushes that wait at once share one', async () => {
  await putGoods();
  const writer = createWriter(decideCommand);
  const outboxes = ['a1', 'a2', 'a3', 'a4'];
  for (const outbox of outboxes) await push(writer, receive(outbox, 1));
  statements.length = 0;
  const one = await push(writer, receive('a1', 2));
  const alone = statements.length;
  const others = await Promise.all([
    push(writer, receive('a1', 3)),
    ...outboxes.slice(1).map((outbox) => push(writer, receive(outbox, 2))),
  ]);
  const seqs = seqsOf([one, ...others]);
  expect([alone, statements.length - alone, seqs.length, new Set(seqs).size, await readQuantity()]).toEqual([1, 2, 5, 5, [9]]);
});

test('[PS20] a push decided on rows that another node has changed since is decided again', async () => {
  const nodes = [createWriter(decideCommand), createWriter(decideCommand)] as const;
  const [before = 0] = await readQuantity();
  const answers: PushResponse[] = [];
  for (let seq = 1; seq <= 6; seq += 1)
    for (const [index, node] of nodes.entries()) answers.push(await push(node, receive(`b${index}`, seq)));
  const [here, there] = nodes;
  answers.push(...(await Promise.all([push(here, receive('b0', 7)), push(there, receive('b1', 7)), push(here, receive('b2', 1))])));
  const seqs = seqsOf(answers);
  expect([seqs.length, new Set(seqs).size, await readQuantity()]).toEqual([15, 15, [before + 15]]);
});

test('[PS21] only so many writers wait for a site; one more is told to come again', async () => {
  const writer = createWriter(decideCommand);
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const held = writer.write(siteId, () => gate);
  const waiting = Array.from({ length: maxWaitingWriters - 1 }, () => writer.write(siteId, async () => 1));
  const refused = await writer.write(siteId, async () => 1).catch((fault: unknown) => fault);
  letGo();
  await held;
  const done = await Promise.all(waiting);
  expect([refused, done.length, await writer.write(siteId, async () => 2)]).toMatchObject([{ status: 503, code: 'SITE_BUSY' }, 255, 2]);
});

test('[PS23] a push whose write fails is not answered as taken, and neither are those decided on top of it', async () => {
  let isBroken = false;
  const failing = new Proxy(db, {
    get(target, name, receiver) {
      if (name !== 'execute' || !isBroken) return Reflect.get(target, name, receiver) as unknown;
      return () => {
        isBroken = false;
        return Promise.reject(new Error('the line broke'));
      };
    },
  });
  const writer = createWriter(decideCommand, [], failing);
  const [before = 0] = await readQuantity();
  for (const outbox of ['d1', 'd2', 'd3']) await push(writer, receive(outbox, 1));
  isBroken = true;
  const answers = await Promise.allSettled(['d1', 'd2', 'd3'].map((outbox) => push(writer, receive(outbox, 2))));
  const again = await Promise.all(['d1', 'd2', 'd3'].map((outbox) => push(writer, receive(outbox, 2))));
  expect([answers[0]?.status, again.map((answer) => answer.status), await readQuantity()]).toEqual([
    'rejected',
    ['taken', 'taken', 'taken'],
    [before + 6],
  ]);
});

test('[PS22] rows read late do not undo what is decided and not yet written', async () => {
  const rows = createLoadingView(siteId);
  const row = { id: 'sku|bin||available', skuId: 'sku', binId: 'bin', lotId: null, status: 'available', quantity: 1, allocated: 0 };
  rows.put({ kind: 'stock', id: row.id, row: { ...row, quantity: 7 } as never });
  rows.put({ kind: 'stock', id: 'sku|new||available', row: { ...row, id: 'sku|new||available', quantity: 3 } as never });
  const stored = { execute: () => Promise.resolve({ rows: [{ kind: 'stock', id: row.id, body: row }] }) } as unknown as Database;
  await rows.load(stored, wantedStockOf('sku'));
  expect(rows.view.stockOfSku(asId<'sku'>('sku')).map(({ quantity }) => quantity)).toEqual([7, 3]);
});

test('[PS16] a rule that fails stops no outbox: the fact is kept for a person, the claim refused, the fault told', async () => {
  const faults: unknown[] = [];
  const writer = createWriter(() => {
    throw new Error('a bug');
  }, faults);
  const otherOutbox = asId<'outbox'>('other');
  const fact = { ...alertCommand(1), id: asId<'command'>('fact'), outboxId: otherOutbox };
  const claim: Command = {
    ...fact,
    id: asId<'command'>('claim'),
    stationSeq: 2,
    kind: 'claimTask',
    payload: { taskId: asId<'task'>('t'), isTakeover: false },
  };
  const answer = await applyPush(writer, siteId, { protocolVersion: 1, outboxId: otherOutbox, commands: [fact, claim] });
  expect([answer, faults.length]).toMatchObject([
    { status: 'taken', results: [{ outcome: 'discrepancy' }, { outcome: 'refused', refusal: { code: 'NOT_PERMITTED' } }] },
    2,
  ]);
});

test('[PS17] migrations run once, however often a node starts', async () => {
  const known = sql`select name from schema_migrations order by name`;
  const before = await queryRows(db, known);
  expect([await runMigrations(db), await queryRows(db, known)]).toEqual([[], before]);
});
