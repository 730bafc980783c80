import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { Problem } from '#shared/wire/platform/problem.ts';
import type { RelayResponse } from '#shared/wire/platform/syncMessages.ts';
import type { SyncTestPlatform } from '#test/support/testPlatform.ts';
import { receive, taken } from './syncCommands.ts';

/** What becomes of the commands of several stations that one of them brings. The tests of one `describe`. */
export function platformRelayContract(station: () => SyncTestPlatform): void {
  test('[PS24] a relay is decided in the order given, over several outboxes; what comes again gets the stored answers', async () => {
    const siteId = await station().openSite();
    const [one, two] = [await station().enrol(siteId), await station().enrol(siteId)];
    const relay = async (commands: readonly Command[]) => {
      const body = { protocolVersion: 1, commands };
      return (await station().call<RelayResponse>('POST', `/v1/sites/${siteId}/relay`, { token: one.token, body })).body;
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
    const siteId = await station().openSite();
    const [one, two, three] = [await station().enrol(siteId), await station().enrol(siteId), await station().enrol(siteId)];
    const [own] = one.number([receive(1)]);
    const [, late] = two.number([receive(1), receive(1)]);
    const [used] = three.number([receive(1)]);
    if (own === undefined || late === undefined || used === undefined) throw new Error('three commands');
    const { headSeq } = taken((await three.push([used])).body);
    const other = { ...used, id: asId<'command'>(`${used.id}-other`) };
    const ask = (commands: readonly Command[]) =>
      station().call<RelayResponse | Problem>('POST', `/v1/sites/${siteId}/relay`, {
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
}
