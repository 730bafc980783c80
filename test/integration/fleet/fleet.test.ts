import { describe, expect, test } from 'vitest';
import { openEmbeddedBroker } from '#platform/bus/openEmbeddedBroker.ts';
import { openTestFleet, type TestFleet } from '#test/support/robots/openTestFleet.ts';
import { mosquittoMissingReason, startMosquitto, type MosquittoServer } from '#test/support/startMosquitto.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const slow = { timeoutMs: 90_000, everyMs: 50 };

function ask(site: TestFleet, taskId: string, fromNodeId = 'PICK', toNodeId = 'PACK') {
  const request = { taskId, kind: 'toteToPacking', fromNodeId, toNodeId, loadId: taskId, dueAtMs: Date.now() + 600_000 } as const;
  return site.fleet().control.request(request, Date.now());
}
const statusOf = (site: TestFleet, taskId: string) => site.fleet().control.tasks.get(taskId)?.status;
const drops = (lines: readonly string[], taskId: string) => lines.filter((line) => line.includes(`"${taskId}.drop"`)).length;
const shownOf = (site: TestFleet, robot: string) => site.fleet().control.units.get(robot)?.status(Date.now());

/** Tests run side by side, each on a broker and with robots of its own. */
describe.concurrent.each(['aedes', 'mosquitto'] as const)('fleet control over %s', (kind) => {
  const isMissing = kind === 'mosquitto' && mosquittoMissingReason() !== null;
  const withFloor =
    (thirdPartyLoads: boolean, play: (floor: TestFleet, mosquitto: MosquittoServer | null) => Promise<void>) => async () => {
      const mosquitto = kind === 'mosquitto' ? await startMosquitto() : null;
      const aedes = mosquitto === null ? await openEmbeddedBroker({ host: '127.0.0.1', port: 0 }) : null;
      const floor = await openTestFleet(aedes?.mqttUrl ?? mosquitto!.url, thirdPartyLoads);
      try {
        await play(floor, mosquitto);
      } finally {
        await floor.close();
        await aedes?.close();
        await mosquitto?.stop();
      }
    };

  test.skipIf(isMissing)(
    "[FL13] a third party's robot carries a tote, with updates on the way; all messages are by the official schema",
    withFloor(true, async (floor) => {
      await floor.startThirdParty('T1', 'P1');
      ask(floor, 't1');
      await waitUntil('the tote', () => statusOf(floor, 't1') === 'done', slow);
      expect([floor.wire.faults, floor.wire.updates > 0, floor.fleet().counters.malformed]).toEqual([[], true, 0]);
    }),
  );

  test.skipIf(isMissing)(
    "[FL13] our robot obeys a third party's master: an order with its update, cancels while driving and idle, an order from too far",
    withFloor(false, async (floor) => {
      // Ours hears all and says nothing.
      await floor.fleet().close();
      const robot = await floor.startOwn('R1', 'P1', '2.0');
      const master = await floor.startThirdPartyMaster('R1');
      const said = (part: string) => waitUntil(part, () => master.lines.some((line) => line.includes(part)), slow);
      master.tell('carry');
      await said('"orderId":"o1","error":null,"byCancelation":false,"active":true');
      master.tell('update');
      await said('"orderId":"o1","error":null,"byCancelation":false,"active":false');
      expect(robot.lines.filter((line) => line.includes('"pick-1"'))).toHaveLength(1);
      robot.child.stdin?.write('slow\n');
      master.tell('back');
      await said('"orderId":"o2","nodeId":"PICK"');
      master.tell('cancel');
      await said('"orderId":"o2","error":null,"byCancelation":true');
      master.tell('cancel');
      await said('"event":"cancel","actionStatus":"FAILED"');
      master.tell('far');
      await said('"orderId":"o3","error":"noRouteError"');
      expect(floor.wire.faults).toEqual([]);
    }),
  );

  test.skipIf(isMissing)(
    "[FL11] a third party's robot is stopped while it drives, and does nothing afterwards",
    withFloor(true, async (floor) => {
      await floor.startThirdParty('T1', 'P2');
      ask(floor, 't1');
      await waitUntil('driving', () => statusOf(floor, 't1') === 'seen', slow);
      expect(floor.fleet().control.takeByHand('t1', false, Date.now())).toBe('stopping');
      await waitUntil('the stop', () => statusOf(floor, 't1') === 'byHand', slow);
      await waitUntil('rest', () => ['idle', 'working'].includes(shownOf(floor, 'third/T1') ?? ''), slow);
      expect(floor.fleet().control.units.get('third/T1')?.state?.loadIds).toEqual([]);
      ask(floor, 't2');
      await waitUntil('the next tote', () => statusOf(floor, 't2') === 'done', slow);
      expect(floor.wire.faults).toEqual([]);
    }),
  );

  test.skipIf(isMissing)(
    '[FL2] a robot killed or frozen is never shown idle, and its work goes on when it is back',
    withFloor(false, async (floor) => {
      const robot = await floor.startOwn('R1', 'P1', kind === 'aedes' ? '3.0' : '2.1');
      ask(floor, 't1');
      await waitUntil('driving', () => statusOf(floor, 't1') === 'seen', slow);
      robot.child.kill('SIGSTOP');
      const stoppedAtMs = Date.now();
      await waitUntil('unknown', () => ['unknown', 'broken'].includes(shownOf(floor, 'halfhour/R1') ?? ''), slow);
      expect(Date.now() - stoppedAtMs).toBeLessThan(9000);
      robot.child.kill('SIGCONT');
      await waitUntil('the tote', () => statusOf(floor, 't1') === 'done', slow);
      expect(drops(robot.lines, 't1')).toBe(1);
      robot.child.kill('SIGKILL');
      await waitUntil('broken', () => ['unknown', 'broken'].includes(shownOf(floor, 'halfhour/R1') ?? ''), slow);
      const shown = floor.shown.get('halfhour/R1')!;
      expect([shown.at(-1) === 'idle', floor.wire.faults]).toEqual([false, []]);
    }),
  );

  test.skipIf(isMissing)(
    '[FL6] fleet control and broker go away in the middle and nothing is done twice',
    withFloor(false, async (floor, mosquitto) => {
      const robots = [await floor.startOwn('R1', 'P1', '2.1'), await floor.startOwn('R2', 'P2', '3.0')];
      for (const taskId of ['t1', 't2']) ask(floor, taskId);
      await waitUntil('driving', () => ['t1', 't2'].some((taskId) => statusOf(floor, taskId) === 'seen'), slow);
      if (mosquitto !== null) {
        await mosquitto.kill();
        await waitUntil('the broker to be missed', () => !floor.fleet().isConnected(), slow);
        await mosquitto.restart();
      }
      await floor.restart();
      await waitUntil('all totes', () => ['t1', 't2'].every((taskId) => statusOf(floor, taskId) === 'done'), {
        ...slow,
        timeoutMs: 110_000,
      });
      const lines = robots.flatMap((robot) => robot.lines);
      expect([['t1', 't2'].map((taskId) => drops(lines, taskId)), floor.wire.faults]).toEqual([[1, 1], []]);
    }),
    240_000,
  );
});
