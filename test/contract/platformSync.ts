import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { Problem } from '#shared/wire/platform/problem.ts';
import type {
  ChangedRow,
  ChangesResponse,
  CommandResult,
  PushResponse,
  RelayResponse,
  SnapshotManifest,
  SnapshotPage,
} from '#shared/wire/platform/syncMessages.ts';
import { canonicalJson } from '#platform/db/canonicalJson.ts';
import type { SyncTestPlatform } from '#test/support/testPlatform.ts';
import { testSkuIds } from '#test/support/testSite.ts';

const receive = (quantity: number): CommandDraft => ({
  kind: 'receiveStock',
  payload: { skuId: testSkuIds.water, binId: asId<'bin'>('bin-A01-1-01'), quantity, lot: null },
});
const claimNothing: CommandDraft = { kind: 'claimTask', payload: { taskId: asId<'task'>('no-such-task'), isTakeover: false } };
const taken = (body: PushResponse) => {
  if (body.status !== 'taken') throw new Error(`expected a push to be taken, got ${body.status}`);
  return body;
};

/** How a platform keeps stations in step, whatever database and broker are below it. */
export function platformSyncContract(name: string, open: () => Promise<SyncTestPlatform>): void {
  describe(`sync on ${name}`, () => {
    let station: SyncTestPlatform;
    beforeAll(async () => {
      station = await open();
    });
    afterAll(() => station.close());

    test('[PS1] a push that comes again gets the stored answers and changes nothing', async () => {
      const siteId = await station.openSite();
      const one = await station.enrol(siteId);
      const commands = one.number([receive(3), receive(4), claimNothing]);
      const first = taken((await one.push(commands)).body);
      const again = taken((await one.push(commands)).body);
      const longer = taken((await one.push([...commands, ...one.number([receive(1)])])).body);
      expect([again, longer.results.slice(0, 3), longer.results[3]?.siteSeq]).toEqual([first, first.results, first.headSeq + 1]);
    });

    test('[PS2] a gap changes nothing and names the number that is expected', async () => {
      const one = await station.enrol(await station.openSite());
      const [first, second, third] = one.number([receive(1), receive(1), receive(1)]);
      if (first === undefined || second === undefined || third === undefined) throw new Error('three commands');
      const early = await one.push([second, third]);
      taken((await one.push([first])).body);
      const late = await one.push([third]);
      expect([early.body, late.body]).toMatchObject([
        { status: 'gap', expectedSeq: 1 },
        { status: 'gap', expectedSeq: 2 },
      ]);
    });

    test('[PS3] another command under a used number, or a used id in another outbox, says that the station was copied', async () => {
      const one = await station.enrol(await station.openSite());
      const [first] = one.number([receive(1)]);
      if (first === undefined) throw new Error('a command');
      taken((await one.push([first])).body);
      const other = await one.push([{ ...first, id: asId<'command'>(`${first.id}-other`) }]);
      const outboxId = asId<'outbox'>('copied');
      const copied = await station.call('POST', `/v1/sites/${one.siteId}/commands`, {
        token: one.token,
        body: { protocolVersion: 1, outboxId, commands: [{ ...first, outboxId }] },
      });
      expect([other.body, copied.body]).toMatchObject([
        { status: 'clone', atSeq: 1 },
        { status: 'clone', atSeq: 1 },
      ]);
    });

    test('[PS4] a fact about something unknown is kept and opens a discrepancy', async () => {
      const one = await station.enrol(await station.openSite());
      const shelve: CommandDraft = {
        kind: 'shelveParcel',
        payload: { orderId: asId<'order'>('nobody-knows'), parcelId: asId<'parcel'>('nobody-knows'), shelfCode: 'H01' },
      };
      const [fact] = one.number([shelve]);
      const { results } = taken((await one.push(fact === undefined ? [] : [fact])).body);
      const opened = (await station.feed(one.siteId)).filter((row) => row.kind === 'discrepancy');
      expect([results[0]?.outcome, opened]).toMatchObject(['discrepancy', [{ row: { commandId: fact?.id, status: 'open' } }]]);
    });

    test('[PS5] a refused claim takes a sequence, is logged, and gets the same answer again', async () => {
      const one = await station.enrol(await station.openSite());
      const commands = one.number([claimNothing, receive(1)]);
      const { results } = taken((await one.push(commands)).body);
      const again = taken((await one.push(commands)).body);
      const [refused, applied] = results;
      expect([refused, again.results[0], (applied?.siteSeq ?? 0) - (refused?.siteSeq ?? 0)]).toMatchObject([
        { outcome: 'refused', refusal: { code: 'UNKNOWN_TASK' } },
        refused as CommandResult,
        1,
      ]);
    });

    test('[PS6] the feed gives each record once, at its newest state, in the order of commits, and pages do not part a sequence', async () => {
      const one = await station.enrol(await station.openSite());
      taken((await one.push(one.number([receive(1), receive(2), receive(3)]))).body);
      const rows: ChangedRow[] = [];
      for (let after = 0, hasMore = true; hasMore;) {
        const { body } = await station.call<ChangesResponse>('GET', `/v1/sites/${one.siteId}/changes?after=${after}&limit=5`, {
          token: one.token,
        });
        const seqs = new Set(body.rows.map((row) => row.siteSeq));
        if (rows.some((row) => seqs.has(row.siteSeq))) throw new Error('a sequence was parted');
        rows.push(...body.rows);
        ({ cursor: after, hasMore } = body);
      }
      const order = rows.map((row) => row.siteSeq);
      const water = rows.filter((row) => row.id === `${testSkuIds.water}|bin-A01-1-01|-|available`);
      expect([order, new Set(rows.map((row) => `${row.kind}/${row.id}`)).size, water.length, water[0]?.row]).toMatchObject([
        order.toSorted((a, b) => a - b),
        rows.length,
        1,
        { quantity: 206 },
      ]);
    });

    test('[PS7] the pages of a snapshot hold exactly the rows of the feed up to its sequence', async () => {
      const one = await station.enrol(await station.openSite());
      const ask = async () => {
        const { body } = await station.call<SnapshotManifest>('GET', `/v1/sites/${one.siteId}/snapshot`, { token: one.token });
        const rows: unknown[] = [];
        for (const entry of body.pages) {
          const page = await station.call<SnapshotPage>('GET', `/v1/sites/${one.siteId}/snapshot/pages/${entry.hash}`, {
            token: one.token,
          });
          rows.push(...(JSON.parse(page.body.rowsJson) as unknown[]));
        }
        return { siteSeq: body.siteSeq, rows, hashes: body.pages.map((entry) => entry.hash) };
      };
      const before = await ask();
      taken((await one.push(one.number([receive(5)]))).body);
      const after = await ask();
      const feed = await station.feed(one.siteId);
      const sorted = (rows: readonly unknown[]) => rows.map((row) => canonicalJson(row)).toSorted();
      const kept = after.hashes.filter((hash) => before.hashes.includes(hash));
      expect([sorted(after.rows), after.siteSeq, kept.length]).toEqual([
        sorted(feed.map((row) => row.row)),
        before.siteSeq + 1,
        before.hashes.length - 1,
      ]);
    });

    test('[PS18] the feed and the snapshot say through which number they hold each outbox', async () => {
      const siteId = await station.openSite();
      const [one, two] = [await station.enrol(siteId), await station.enrol(siteId)];
      const changes = async (after: number) =>
        (await station.call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=${after}`, { token: one.token })).body;
      taken((await one.push(one.number([receive(1), claimNothing]))).body);
      const { cursor } = await changes(0);
      taken((await two.push(two.number([receive(2)]))).body);
      const heads = [
        { outboxId: one.outboxId, throughSeq: 2 },
        { outboxId: two.outboxId, throughSeq: 1 },
      ];
      const sorted = (of: ChangesResponse['outboxes']) => of?.toSorted((a, b) => (a.outboxId < b.outboxId ? -1 : 1));
      const { body: manifest } = await station.call<SnapshotManifest>('GET', `/v1/sites/${siteId}/snapshot`, { token: one.token });
      expect(sorted((await changes(0)).outboxes)).toEqual(sorted(heads));
      expect((await changes(cursor)).outboxes).toEqual([heads[1]]);
      expect(sorted(manifest.outboxes)).toEqual(sorted(heads));
    });

    test('[PS8] a page that no longer stands for anything is a problem that says so', async () => {
      const one = await station.enrol(await station.openSite());
      const answer = await station.call('GET', `/v1/sites/${one.siteId}/snapshot/pages/${'0'.repeat(64)}`, { token: one.token });
      expect([answer.status, answer.contentType, answer.body.code]).toEqual([404, 'application/problem+json', 'SNAPSHOT_PAGE_EXPIRED']);
    });

    test('[PS9] a reader that follows the feed while stations push at once misses no row', async () => {
      const siteId = await station.openSite();
      const stations = await Promise.all([1, 2, 3].map(() => station.enrol(siteId)));
      const seen = new Map<string, ChangedRow>();
      let after = 0;
      const read = async () => {
        const { body } = await station.call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=${after}&limit=7`);
        for (const row of body.rows) seen.set(`${row.kind}/${row.id}`, row);
        after = body.cursor;
        return body.hasMore;
      };
      let arePushing = true;
      const pushing = Promise.all(
        stations.map(async (one, index) => {
          for (let round = 0; round < 12; round += 1) {
            const raise: CommandDraft = {
              kind: 'raiseAlert',
              payload: { alertId: asId<'alert'>(`${siteId}-${index}-${round}`), kind: 'help', orderId: null, reason: 'x' },
            };
            taken((await one.push(one.number([raise, receive(1)]))).body);
          }
        }),
      ).finally(() => {
        arePushing = false;
      });
      while (arePushing) await read();
      await pushing;
      while (await read());
      const feed = await station.feed(siteId);
      expect([...seen.values()].toSorted((a, b) => a.siteSeq - b.siteSeq)).toEqual(feed);
      expect(feed.filter((row) => row.kind === 'alert')).toHaveLength(36);
    });

    test('[PS10] a renewed epoch is in every answer', async () => {
      const one = await station.enrol(await station.openSite());
      const { body } = await station.call<{ epoch: string }>('POST', `/v1/sites/${one.siteId}/epoch`);
      const changes = await station.call<ChangesResponse>('GET', `/v1/sites/${one.siteId}/changes?after=0&limit=1`, { token: one.token });
      const pushed = await one.push(one.number([receive(1)]));
      expect([changes.body.epoch, pushed.body.epoch]).toEqual([body.epoch, body.epoch]);
    });

    test('[PS11] a push of 500 commands is answered one by one', async () => {
      const one = await station.enrol(await station.openSite());
      const commands = one.number(Array.from({ length: 500 }, () => receive(1)));
      const { results } = taken((await one.push(commands)).body);
      expect([results.map((result) => result.commandId), new Set(results.map((result) => result.outcome))]).toEqual([
        commands.map((command) => command.id),
        new Set(['applied']),
      ]);
    });

    test('[PS12] a push that makes no sense in itself is a problem', async () => {
      const one = await station.enrol(await station.openSite());
      const [first, second] = one.number([receive(1), receive(1)]);
      const push = (more: Record<string, unknown>) =>
        station.call<Problem>('POST', `/v1/sites/${one.siteId}/commands`, {
          token: one.token,
          body: { protocolVersion: 1, outboxId: one.outboxId, ...more },
        });
      const answers = [
        await push({ commands: [second, first] }),
        await push({ commands: [first, { ...second, id: first?.id }] }),
        await push({ commands: [first], protocolVersion: 99 }),
        await push({ commands: [{ ...first, stationId: 'somebody-else' }] }),
      ];
      expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual([
        [400, 'PUSH_NOT_DENSE'],
        [400, 'PUSH_REPEATS_ID'],
        [426, 'VERSION_TOO_OLD'],
        [403, 'FORBIDDEN'],
      ]);
    });

    test('[PS24] a relay is decided in the order given, over several outboxes; what comes again gets the stored answers', async () => {
      const siteId = await station.openSite();
      const [one, two] = [await station.enrol(siteId), await station.enrol(siteId)];
      const relay = async (commands: readonly Command[]) => {
        const body = { protocolVersion: 1, commands };
        return (await station.call<RelayResponse>('POST', `/v1/sites/${siteId}/relay`, { token: one.token, body })).body;
      };
      const alertId = asId<'alert'>(`${siteId}-alert`);
      const raise: CommandDraft = { kind: 'raiseAlert', payload: { alertId, kind: 'help', orderId: null, reason: '' } };
      const close: CommandDraft = { kind: 'settleAlert', payload: { alertId, status: 'closed' } };
      const [raised, last] = [...one.number([raise, receive(1)])];
      // Nobody's: an alert is settled by a supervisor or by the machine.
      const [closed] = two.number([close]).map((command) => ({ ...command, operatorId: null }));
      if (raised === undefined || closed === undefined || last === undefined) throw new Error('three commands');
      const first = await relay([raised, closed, last]);
      if (first.status !== 'taken') throw new Error(`expected to be taken, got ${first.status}`);
      taken((await two.push(two.number([receive(2)]))).body);
      const again = await relay([raised, closed, last]);
      expect(first.results.map(({ commandId, outcome, siteSeq }) => [commandId, outcome, siteSeq - first.headSeq])).toEqual([
        [raised.id, 'applied', -2],
        [closed.id, 'applied', -1],
        [last.id, 'applied', 0],
      ]);
      expect(again).toEqual({ ...first, headSeq: first.headSeq + 1 });
    });

    test('[PS25] one outbox that misses a number, or was copied, holds up a relay: nothing of it is taken', async () => {
      const siteId = await station.openSite();
      const [one, two, three] = [await station.enrol(siteId), await station.enrol(siteId), await station.enrol(siteId)];
      const [own] = one.number([receive(1)]);
      const [, late] = two.number([receive(1), receive(1)]);
      const [used] = three.number([receive(1)]);
      if (own === undefined || late === undefined || used === undefined) throw new Error('three commands');
      const { headSeq } = taken((await three.push([used])).body);
      const other = { ...used, id: asId<'command'>(`${used.id}-other`) };
      const ask = (commands: readonly Command[]) =>
        station.call<RelayResponse | Problem>('POST', `/v1/sites/${siteId}/relay`, {
          token: one.token,
          body: { protocolVersion: 1, commands },
        });
      const held = await ask([own, late, other]);
      const stranger = await ask([own, { ...late, stationId: asId<'station'>('nobody') }]);
      const torn = await ask([own, { ...own, id: asId<'command'>(`${own.id}-b`), stationSeq: 3 }]);
      const alone = taken((await one.push([own])).body);
      expect(held.body).toMatchObject({
        status: 'held',
        outboxes: [
          { outboxId: two.outboxId, reason: 'gap', atSeq: 1 },
          { outboxId: three.outboxId, reason: 'clone', atSeq: 1 },
        ],
      });
      expect([stranger.status, torn.status, torn.body, alone.headSeq]).toMatchObject([403, 400, { code: 'PUSH_NOT_DENSE' }, headSeq + 1]);
    });

    test('[PS13] text that a database cannot keep does not stop an outbox', async () => {
      const one = await station.enrol(await station.openSite());
      const odd: CommandDraft = {
        kind: 'raiseAlert',
        payload: { alertId: asId<'alert'>(`${one.siteId}-odd`), kind: 'help', orderId: null, reason: `a\u0000b\uD800c` },
      };
      const { results } = taken((await one.push(one.number([odd]))).body);
      const kept = (await station.feed(one.siteId)).filter((row) => row.kind === 'alert');
      expect([results[0]?.outcome, kept[0]?.row]).toMatchObject(['applied', { reason: 'a\uFFFDb\uFFFDc' }]);
    });
  });
}
