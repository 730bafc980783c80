import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { Order } from '#shared/model/order/order.ts';
import { pickDoneReport } from '#shared/rules/channel/pickDoneReport.ts';
import type { ChannelReport } from '#shared/wire/channel/channelMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { ChannelAdapter } from './channelAdapter.ts';

/** Most changes of orders looked at, and most reports sent, in one run. */
const maxPerRun = 500;
const maxSentPerRun = 100;
/** Pause after the first failed try, and the longest, platform milliseconds. */
const firstPauseMs = 2_000;
const longestPauseMs = 300_000;
/** Cancelled by the site because nothing could be picked: the channel does not know it yet. */
const ownCancelReason = 'allLinesShort';

export type ReportPorts = {
  readonly db: Database;
  readonly clock: Clock;
  readonly adapters: readonly ChannelAdapter[];
  onFault(fault: unknown, sentence: string): void;
};

type Kind = ChannelReport['kind'];
type Due = {
  readonly site_id: string;
  readonly order_id: string;
  readonly kind: Kind;
  readonly tries: number;
  readonly body: Order | null;
};
/** What became of a try. */
type Outcome =
  | { readonly state: 'sent' | 'dropped' | 'refused'; readonly fault: string | null }
  | { readonly state: 'owed'; readonly nextTryMs: number; readonly fault: string };

/** Writes down what channels are owed, then sends what is due. Gives how many reports were settled. */
export async function sendReports(ports: ReportPorts): Promise<number> {
  const nowMs = Math.floor(ports.clock.nowMs());
  await oweReports(ports, nowMs);
  const due = await queryRows<Due>(
    ports.db,
    sql`select c.site_id, c.order_id, c.kind, c.tries, r.body from channel_report c
      left join records r on r.site_id = c.site_id and r.kind = 'order' and r.id = c.order_id
      where c.state = 'owed' and c.next_try_ms <= ${nowMs}::bigint order by c.next_try_ms limit ${maxSentPerRun}::int`,
  );
  let settled = 0;
  for (const row of due) {
    const outcome = await tryReport(ports, row, nowMs);
    await noteOutcome(ports.db, row, outcome, nowMs);
    if (outcome.state !== 'owed') settled += 1;
  }
  return settled;
}

/** Every change of an order is looked at once, site by site, in the site's sequence. */
async function oweReports(ports: ReportPorts, nowMs: number): Promise<void> {
  const channels = JSON.stringify(ports.adapters.flatMap((adapter) => adapter.channels));
  const sites = await queryRows<{ site_id: string; seq: string | number }>(
    ports.db,
    sql`select s.site_id, coalesce(c.seq, 0) as seq from sites s
      left join channel_cursor c on c.site_id = s.site_id`,
  );
  for (const { site_id: siteId, seq } of sites) {
    await ports.db.transaction(async (tx) => {
      const changed = await queryRows<{ seq: string | number; body: Order | null }>(
        tx,
        sql`select seq, body from records where site_id = ${siteId} and kind = 'order' and seq > ${Number(seq)}::bigint
          order by seq limit ${maxPerRun}::int`,
      );
      const last = changed.at(-1);
      if (last === undefined) return;
      const owed = changed.flatMap(({ body }) => (body === null ? [] : reportsOwed(body)));
      const rows = JSON.stringify(owed.filter((one) => channels.includes(`"${one.channel}"`)));
      await tx.execute(
        sql`insert into channel_report (site_id, order_id, kind, state, next_try_ms)
          select ${siteId}, w.id, w.kind, 'owed', greatest(w."atMs", ${nowMs}::bigint)
          from jsonb_to_recordset(${rows}::text::jsonb) as w(id text, kind text, "atMs" bigint) on conflict do nothing`,
      );
      await tx.execute(
        sql`insert into channel_cursor (site_id, seq) values (${siteId}, ${Number(last.seq)}::bigint)
          on conflict (site_id) do update set seq = greatest(channel_cursor.seq, excluded.seq)`,
      );
    });
  }
}

function reportsOwed(order: Order): { id: string; channel: string; kind: Kind; atMs: number }[] {
  const about = { id: order.id, channel: order.channel };
  if (order.stage === 'cancelled') return order.cancelReason === ownCancelReason ? [{ ...about, kind: 'cancelled', atMs: 0 }] : [];
  const report = pickDoneReport(order);
  return report === null ? [] : [{ ...about, kind: 'pickDone', atMs: report.notBeforeMs }];
}

async function tryReport(ports: ReportPorts, row: Due, nowMs: number): Promise<Outcome> {
  const order = row.body;
  // What was true when it was owed may not be any more: a cancelled order is not reported picked.
  const isStillTrue = order !== null && (row.kind === 'cancelled' ? order.stage === 'cancelled' : pickDoneReport(order) !== null);
  if (!isStillTrue) return { state: 'dropped', fault: null };
  const adapter = ports.adapters.find((candidate) => candidate.channels.includes(order.channel));
  const later = (fault: string): Outcome => ({ state: 'owed', nextTryMs: nowMs + pauseMs(row.tries), fault });
  if (adapter === undefined) return later('no adapter');
  try {
    const answer = await adapter.report(toReport(row, order));
    if (answer.status === 'refused') return { state: 'refused', fault: answer.reason };
    if (answer.status === 'tooEarly')
      return { state: 'owed', nextTryMs: Math.max(nowMs + firstPauseMs, answer.notBeforeMs), fault: 'tooEarly' };
    return { state: 'sent', fault: null };
  } catch (fault) {
    ports.onFault(fault, `channel ${adapter.name} did not take a report; it goes again`);
    return later(fault instanceof Error ? fault.message.slice(0, 200) : 'unknown');
  }
}

function toReport(row: Due, order: Order): ChannelReport {
  const stage = row.kind === 'cancelled' ? 'cancelled' : 'picked';
  return {
    ...{ reportId: `${row.order_id}/${row.kind}`, kind: row.kind, siteId: row.site_id },
    ...{ channel: order.channel, channelOrderId: order.channelOrderId },
    atMs: order.timeline.find((entry) => entry.stage === stage)?.atMs ?? 0,
    lines: order.lines.map(({ lineNo, pickedQuantity, shortQuantity }) => ({ lineNo, pickedQuantity, shortQuantity })),
    reason: row.kind === 'cancelled' ? (order.cancelReason ?? '') : '',
  };
}

function pauseMs(tries: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10));
}

async function noteOutcome(db: Database, row: Due, outcome: Outcome, nowMs: number): Promise<void> {
  const nextTryMs = outcome.state === 'owed' ? outcome.nextTryMs : nowMs;
  await db.execute(
    sql`update channel_report set state = ${outcome.state}, fault = ${outcome.fault}, tries = tries + 1, next_try_ms = ${nextTryMs}::bigint,
        settled_ms = ${outcome.state === 'owed' ? null : nowMs}::bigint
      where site_id = ${row.site_id} and order_id = ${row.order_id} and kind = ${row.kind} and state = 'owed'`,
  );
}
