import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, createNewId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { Database } from '#platform/db/database.ts';
import { queryRows } from '#platform/db/database.ts';
import { createSiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { RecordPorts } from '#platform/db/records/siteSession.ts';
import { runMigrations } from '#platform/db/runMigrations.ts';
import { applyPush } from '#platform/features/sync/applyPush.ts';
import { createFixedClock } from '#test/support/fixedClock.ts';
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

function createWriter(decide: RecordPorts['decide'], faults: unknown[] = []) {
  return createSiteWriter({
    db,
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
