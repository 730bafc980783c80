import { expect, test } from 'vitest';
import { type SiteId, asId } from '#shared/base/ids.ts';
import { type PickingPolicy, defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Task } from '#shared/model/task/task.ts';
import { type TestPlatform, testOrder } from '#test/support/testPlatform.ts';
import { createTestSite } from '#test/support/testSite.ts';

/** How a platform fills trolleys: part of what is asked of one on any database. */
export function waves(at: () => TestPlatform): void {
  /** A site with ways between all its bins, and so many released orders. */
  const openWalkedSite = async (orders: number, policy: Partial<PickingPolicy>): Promise<SiteId> => {
    const siteId = await at().openSite();
    const { site, bins } = createTestSite(siteId);
    const nodes = [site.packingPoint, ...bins.map((bin) => bin.at)];
    const edges = nodes.map((_, index) => ({ from: index, to: (index + 1) % nodes.length }));
    const pickingPolicy = { ...defaultPickingPolicy, pullOutBeforeMs: 0, ...policy };
    const known = (await at().feed(siteId)).find((row) => row.kind === 'site')?.row as typeof site;
    await at().call('POST', '/v1/sites', { body: { ...known, walk: { nodes, edges }, pickingPolicy } });
    for (let index = 1; index <= orders; index += 1)
      await at().call('POST', `/v1/sites/${siteId}/orders`, { body: testOrder(`V${index}`) });
    return siteId;
  };
  const tasksOf = async (siteId: SiteId): Promise<Task[]> => {
    const newest = new Map(
      (await at().feed(siteId)).flatMap((row) => (row.kind === 'task' && row.row !== null ? [[row.id, row.row as Task]] : [])),
    );
    return [...newest.values()];
  };

  test('[PV1] waiting tasks share a trolley and a planned walk; one somebody took meanwhile is left alone', async () => {
    const siteId = await openWalkedSite(3, {});
    const [first] = await tasksOf(siteId);
    const station = await at().enrol(siteId);
    const [claim] = station.number([{ kind: 'claimTask', payload: { taskId: first!.id, isTakeover: false } }]);
    await station.push([{ ...claim!, operatorId: asId<'operator'>('op') }]);
    await at().platform.runWorkers();
    await at().platform.runWorkers();
    const tasks = await tasksOf(siteId);
    expect(
      tasks
        .map(({ id, status, orderIds, placeByOrder }) => [
          id === first!.id,
          status,
          orderIds.length,
          Object.values(placeByOrder ?? {}).toSorted((a, b) => a - b),
        ])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      [false, 'cancelled', 1, []],
      [false, 'open', 2, [1, 2]],
      [true, 'claimed', 1, []],
    ]);
  });

  test('[PV2] a site that picks singly keeps one task an order', async () => {
    const siteId = await openWalkedSite(3, { picking: 'single' });
    await at().platform.runWorkers();
    expect((await tasksOf(siteId)).map(({ status, orderIds }) => [status, orderIds.length])).toEqual([
      ['open', 1],
      ['open', 1],
      ['open', 1],
    ]);
  });
}
