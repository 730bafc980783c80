import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHost, type Host } from '#electron/host/createHost.ts';
import { startPlatform, type Platform } from '#platform/server/startPlatform.ts';
import { openSeat, type Seat } from '#platform/world/pickers/openSeat.ts';
import { silentLog } from '#shared/base/log.ts';
import { asId, type OrderId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { recordKinds } from '#shared/model/records.ts';
import type { Task } from '#shared/model/task/task.ts';
import { createFakeHub } from '#test/support/host/createFakeHub.ts';
import { importSite } from '#test/support/startTestFloor.ts';
import { allRows } from '#test/support/storeBench.ts';
import { startTcpProxy, type TcpProxy } from '#test/support/tcpProxy.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { createTestSite, testSkuIds } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const site = createTestSite('lan-site');
const clock = { nowMs: () => Date.now() };
const closers: (() => Promise<void> | void)[] = [];
let platform: Platform;
let wan: TcpProxy;
let hosts: Host[] = [];
let seats: Seat[] = [];

const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${platform.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${platform.adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

/** A real host with its own journal, whose line to the platform goes through the wire that is cut; the broker is reached directly. */
async function openStation(no: number): Promise<{ host: Host; seat: Seat }> {
  const folder = tempFolder();
  const { oneTimeCode } = (await call('POST', `/sites/${site.site.id}/enrolment-codes`, {})) as { oneTimeCode: string };
  const host = await createHost({
    dataFolder: folder.path,
    platformUrl: `http://127.0.0.1:${wan.port}`,
    mqttUrl: platform.mqttUrl,
    enrolmentCode: oneTimeCode,
    stationName: `station ${no}`,
    devices: [],
    clock,
    log: silentLog,
    openHub: () => createFakeHub(clock),
    lookWhileDownMs: 200,
  });
  closers.push(
    () => folder.remove(),
    () => host.close(),
  );
  const seat = await sitDown(host, no);
  await waitUntil('the broker', async () => (await seat.client.lan.state()).isUp);
  return { host, seat };
}

/** A browser at a host: a store and an outbox of its own. */
async function sitDown(host: Host, prngNo: number): Promise<Seat> {
  const onBug = (error: unknown) => {
    throw error;
  };
  const seat = await openSeat(host, { clock, prng: createPrng(prngNo), onBug });
  closers.push(() => seat.close());
  return seat;
}

async function placeOrder(no: number): Promise<OrderId> {
  const receipt = (await call('POST', `/sites/${site.site.id}/orders`, {
    channel: 'app',
    channelOrderId: `lan-${no}`,
    recipient: { name: '王小明', phone: '13812345678', address: '人民路 1 号', area: '人民路' },
    destination: { lat: 31.2, lng: 121.4, distanceMetres: 600 },
    lines: [{ lineNo: 1, skuId: testSkuIds.milk, orderedQuantity: 2 }],
  })) as { orderId: OrderId };
  return receipt.orderId;
}

let made = 0;
const operatorOf = (seat: Seat, badge = '1001') => seat.store.find.operatorByBadge(badge) ?? null;

async function record(seat: Seat, ...drafts: CommandDraft[]) {
  const receipt = await seat.store.commit(drafts, { operatorId: operatorOf(seat), triggerId: `lan-${(made += 1)}` });
  if (!receipt.ok) throw new Error(`refused: ${receipt.error.code}`);
}

const claimOf = (task: Task): CommandDraft => ({ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } });

function pickDrafts(task: Task, toteCode: string): CommandDraft[] {
  const orderId = task.orderIds[0]!;
  const toteId = asId<'tote'>(`tote-${toteCode}`);
  return [
    { kind: 'bindTote', payload: { taskId: task.id, orderId, toteId, toteCode } },
    ...task.steps.map((step): CommandDraft => {
      const { stepNo, lineNo, binId, lotId, quantity } = step;
      return {
        kind: 'pickLine',
        payload: { taskId: task.id, orderId, lineNo, stepNo, binId, lotId, toteCode, toteId, quantity, source: 'scan' },
      };
    }),
    { kind: 'finishPicking', payload: { taskId: task.id } },
  ];
}

const taskOf = (seat: Seat, orderId: OrderId): Task =>
  [...seat.store.all('task')].find((task) => task.kind === 'pick' && task.orderIds.includes(orderId))!;

beforeEach(async () => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  platform = await startPlatform({ port: 0, clock, log, releaseEveryMs: 100, wavesEveryMs: 3_600_000 });
  await importSite(site, call as Parameters<typeof importSite>[1]);
  wan = await startTcpProxy({ port: Number(new URL(platform.url).port) });
  closers.push(
    () => platform.close(),
    () => wan.close(),
  );
  const stations = [await openStation(1), await openStation(2), await openStation(3)];
  hosts = stations.map(({ host }) => host);
  seats = stations.map(({ seat }) => seat);
});

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

it('[LN10] with the platform cut off three real stations go on together over the broker, and agree with it afterwards', async () => {
  const [one, two, three] = seats as [Seat, Seat, Seat];
  const orders = [await placeOrder(1), await placeOrder(2)] as const;
  await waitUntil('the tasks everywhere', () => seats.every((seat) => orders.every((orderId) => taskOf(seat, orderId))));
  wan.cut();
  await waitUntil(
    'the cut to be seen',
    async () =>
      (await one.client.platformLink.changes({ afterSeq: 0, limit: 1 }).then(
        () => false,
        () => true,
      )) === true,
  );

  // Picked at one station, seen at the others within a second.
  const startedMs = performance.now();
  await record(one, claimOf(taskOf(one, orders[0])), ...pickDrafts(taskOf(one, orders[0]), 'T001'));
  await waitUntil(
    'the picked order at the others',
    () => [two, three].every((seat) => seat.store.view.get('order', orders[0])?.stage === 'picked'),
    { everyMs: 5 },
  );
  const seenAfterMs = performance.now() - startedMs;
  expect(seenAfterMs).toBeLessThan(1_000);
  // And packed at another one on the ground of that.
  await record(three, { kind: 'startPacking', payload: { orderId: orders[0] } });

  // Two claims of one task made at once: one holder everywhere, the other station is told, and both picks are believed.
  const task = taskOf(two, orders[1]);
  await Promise.all([
    two.store.commit([claimOf(task)], { operatorId: operatorOf(two), triggerId: 'both-2' }),
    three.store.commit([claimOf(task)], { operatorId: operatorOf(three, '1002'), triggerId: 'both-3' }),
  ]);
  await waitUntil('one holder', () => {
    const holders = seats.map((seat) => seat.store.view.get('task', task.id)?.holder?.stationId);
    const refused = [two, three].flatMap((seat) => seat.store.status().refused.map(({ refusal }) => refusal.code));
    return holders[0] !== undefined && new Set(holders).size === 1 && refused.join() === 'TASK_HELD_BY_ANOTHER';
  });
  await Promise.all([record(two, ...pickDrafts(task, 'T002')), record(three, ...pickDrafts(task, 'T003'))]);
  const isAlike = () => seats.every((seat) => isDeepStrictEqual(allRows(seat.store), allRows(one.store)));
  await waitUntil('all alike without the platform', isAlike).catch(() => expect(allRows(two.store)).toEqual(allRows(three.store)));
  expect([...two.store.all('task')].filter(({ kind }) => kind === 'returnToShelf')).toHaveLength(1);
  expect(seats.map(({ store }) => store.status().foreign.length)).toEqual([2, 2, 2]);

  wan.heal();
  await Promise.all(seats.map((seat) => seat.store.syncNow()));
  await waitUntil(
    'nothing pending',
    () => seats.every(({ store }) => store.status().pending === 0 && store.status().foreign.length === 0),
    { timeoutMs: 30_000 },
  );
  await waitUntil('all alike with the platform', isAlike);
  const { rows } = (await call('GET', `/sites/${site.site.id}/changes?after=0`)) as { rows: { kind: string; id: string; row: unknown }[] };
  const theirs = recordKinds
    .flatMap((kind) => rows.filter((row) => row.kind === kind && row.row !== null).map((row) => `${kind} ${row.id}`))
    .toSorted();
  const ours = recordKinds.flatMap((kind) => [...one.store.all(kind)].map((row) => `${kind} ${row.id}`)).toSorted();
  expect(ours).toEqual(theirs);
  expect([...one.store.all('discrepancy')].map(({ kind }) => kind)).not.toContain('stageMismatch');
  expect(rows.find((row) => row.kind === 'order' && row.id === orders[0])?.row).toMatchObject({ stage: 'packing' });
}, 60_000);

it('[LN20] two browsers at one station work side by side with the platform cut off: each sees the other’s work, nothing is lost or doubled', async () => {
  const [one, elsewhere] = seats as [Seat, Seat, Seat];
  const two = await sitDown(hosts[0]!, 11);
  const orders = [await placeOrder(1), await placeOrder(2)] as const;
  const all = [one, two, elsewhere];
  await waitUntil('the tasks everywhere', () => all.every((seat) => orders.every((orderId) => taskOf(seat, orderId))));
  wan.cut();
  await record(one, claimOf(taskOf(one, orders[0])), ...pickDrafts(taskOf(one, orders[0]), 'T001'));
  await waitUntil('the picked order at the other browser', () => two.store.view.get('order', orders[0])?.stage === 'picked');
  await record(two, { kind: 'startPacking', payload: { orderId: orders[0] } });
  await record(two, claimOf(taskOf(two, orders[1])), ...pickDrafts(taskOf(two, orders[1]), 'T002'));
  await waitUntil('the work of both everywhere', () =>
    all.every(
      ({ store }) => store.view.get('order', orders[0])?.stage === 'packing' && store.view.get('order', orders[1])?.stage === 'picked',
    ),
  );
  expect([one, two].map(({ store }) => [store.status().journalFault, store.status().storageFault])).toEqual([
    [null, null],
    [null, null],
  ]);

  wan.heal();
  await Promise.all(all.map((seat) => seat.store.syncNow()));
  const isDone = () => all.every(({ store }) => store.status().pending === 0 && store.status().foreign.length === 0);
  await waitUntil('nothing pending', isDone, { timeoutMs: 30_000 });
  await waitUntil('all alike', () => all.every((seat) => isDeepStrictEqual(allRows(seat.store), allRows(one.store))));
  expect(all.flatMap(({ store }) => store.status().refused)).toEqual([]);
  const moved = [...one.store.all('tote')]
    .filter(({ code }) => code === 'T001' || code === 'T002')
    .map(({ contents }) => contents[0]?.quantity);
  expect([moved, [...one.store.all('discrepancy')]]).toEqual([[2, 2], []]);
}, 90_000);
