import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { ChangedRow, ChangesResponse, SnapshotManifest, SnapshotPage } from '#shared/wire/platform/syncMessages.ts';
import { canonicalJson } from '#platform/db/canonicalJson.ts';
import type { SyncTestPlatform } from '#test/support/testPlatform.ts';
import { testSkuIds } from '#test/support/testSite.ts';
import { claimNothing, receive, taken } from './syncCommands.ts';

/** What the feed and the snapshot tell: each record once, in the order of commits, none missed. The tests of one `describe`. */
export function platformFeedContract(station: () => SyncTestPlatform): void {
  test('[PS6] the feed gives each record once, at its newest state, in the order of commits, and pages do not part a sequence', async () => {
    const one = await station().enrol(await station().openSite());
    taken((await one.push(one.number([receive(1), receive(2), receive(3)]))).body);
    const rows: ChangedRow[] = [];
    for (let after = 0, hasMore = true; hasMore;) {
      const { body } = await station().call<ChangesResponse>('GET', `/v1/sites/${one.siteId}/changes?after=${after}&limit=5`, {
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
    const one = await station().enrol(await station().openSite());
    const ask = async () => {
      const { body } = await station().call<SnapshotManifest>('GET', `/v1/sites/${one.siteId}/snapshot`, { token: one.token });
      const rows: unknown[] = [];
      for (const entry of body.pages) {
        const page = await station().call<SnapshotPage>('GET', `/v1/sites/${one.siteId}/snapshot/pages/${entry.hash}`, {
          token: one.token,
        });
        rows.push(...(JSON.parse(page.body.rowsJson) as unknown[]));
      }
      return { siteSeq: body.siteSeq, rows, hashes: body.pages.map((entry) => entry.hash) };
    };
    const before = await ask();
    taken((await one.push(one.number([receive(5)]))).body);
    const after = await ask();
    const feed = await station().feed(one.siteId);
    const sorted = (rows: readonly unknown[]) => rows.map((row) => canonicalJson(row)).toSorted();
    const kept = after.hashes.filter((hash) => before.hashes.includes(hash));
    expect([sorted(after.rows), after.siteSeq, kept.length]).toEqual([
      sorted(feed.map((row) => row.row)),
      before.siteSeq + 1,
      before.hashes.length - 1,
    ]);
  });

  test('[PS18] the feed and the snapshot say through which number they hold each outbox', async () => {
    const siteId = await station().openSite();
    const [one, two] = [await station().enrol(siteId), await station().enrol(siteId)];
    const changes = async (after: number) =>
      (await station().call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=${after}`, { token: one.token })).body;
    taken((await one.push(one.number([receive(1), claimNothing]))).body);
    const { cursor } = await changes(0);
    taken((await two.push(two.number([receive(2)]))).body);
    const heads = [
      { outboxId: one.outboxId, throughSeq: 2 },
      { outboxId: two.outboxId, throughSeq: 1 },
    ];
    const sorted = (of: ChangesResponse['outboxes']) => of?.toSorted((a, b) => (a.outboxId < b.outboxId ? -1 : 1));
    const { body: manifest } = await station().call<SnapshotManifest>('GET', `/v1/sites/${siteId}/snapshot`, { token: one.token });
    expect(sorted((await changes(0)).outboxes)).toEqual(sorted(heads));
    expect((await changes(cursor)).outboxes).toEqual([heads[1]]);
    expect(sorted(manifest.outboxes)).toEqual(sorted(heads));
  });

  test('[PS8] a page that no longer stands for anything is a problem that says so', async () => {
    const one = await station().enrol(await station().openSite());
    const answer = await station().call('GET', `/v1/sites/${one.siteId}/snapshot/pages/${'0'.repeat(64)}`, { token: one.token });
    expect([answer.status, answer.contentType, answer.body.code]).toEqual([404, 'application/problem+json', 'SNAPSHOT_PAGE_EXPIRED']);
  });

  test('[PS9] a reader that follows the feed while stations push at once misses no row', async () => {
    const siteId = await station().openSite();
    const stations = await Promise.all([1, 2, 3].map(() => station().enrol(siteId)));
    const seen = new Map<string, ChangedRow>();
    let after = 0;
    const read = async () => {
      const { body } = await station().call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=${after}&limit=7`);
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
    const feed = await station().feed(siteId);
    expect([...seen.values()].toSorted((a, b) => a.siteSeq - b.siteSeq)).toEqual(feed);
    expect(feed.filter((row) => row.kind === 'alert')).toHaveLength(36);
  });

  test('[PS10] a renewed epoch is in every answer', async () => {
    const one = await station().enrol(await station().openSite());
    const { body } = await station().call<{ epoch: string }>('POST', `/v1/sites/${one.siteId}/epoch`);
    const changes = await station().call<ChangesResponse>('GET', `/v1/sites/${one.siteId}/changes?after=0&limit=1`, { token: one.token });
    const pushed = await one.push(one.number([receive(1)]));
    expect([changes.body.epoch, pushed.body.epoch]).toEqual([body.epoch, body.epoch]);
  });
}
