import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { expect, test } from 'vitest';
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

async function openWriter(more: Partial<RecordPorts> = {}) {
  const client = await PGlite.create();
  const statements: string[] = [];
  const db = drizzle(client, { logger: { logQuery: (statement) => statements.push(statement) } }) as unknown as Database;
  await runMigrations(db);
  await db.execute(sql`insert into sites (site_id, code, epoch, created_at_ms) values ('site', 'S', 'e', 0)`);
  const faults: unknown[] = [];
  const writer = createSiteWriter({
    db,
    clock: createFixedClock(),
    decide: decideCommand,
    newCommandId: createNewId(createFixedClock(), createPrng(1)),
    onChanged: () => undefined,
    onOutcome: () => undefined,
    onRuleFault: (_command, fault) => faults.push(fault),
    ...more,
  });
  statements.length = 0;
  return { client, db, writer, statements, faults };
}

test('[PS15] a push of 500 commands is a handful of statements', async () => {
  const { client, writer, statements } = await openWriter();
  const commands = Array.from({ length: 500 }, (_, index) => alertCommand(index + 1));
  await applyPush(writer, siteId, { protocolVersion: 1, outboxId, commands });
  expect(statements.length).toBeLessThanOrEqual(12);
  await client.close();
});

test('[PS16] a rule that fails stops no outbox: the fact is kept for a person, the claim refused, the fault told', async () => {
  const decide: RecordPorts['decide'] = () => {
    throw new Error('a bug');
  };
  const { client, writer, faults } = await openWriter({ decide });
  const claim: Command = { ...alertCommand(2), kind: 'claimTask', payload: { taskId: asId<'task'>('t'), isTakeover: false } };
  const answer = await applyPush(writer, siteId, { protocolVersion: 1, outboxId, commands: [alertCommand(1), claim] });
  expect([answer, faults.length]).toMatchObject([
    { status: 'taken', results: [{ outcome: 'discrepancy' }, { outcome: 'refused', refusal: { code: 'NOT_PERMITTED' } }] },
    2,
  ]);
  await client.close();
});

test('[PS17] migrations run once, however often a node starts', async () => {
  const { client, db } = await openWriter();
  expect([await runMigrations(db), (await queryRows(db, sql`select name from schema_migrations`)).length]).toEqual([[], 1]);
  await client.close();
});
