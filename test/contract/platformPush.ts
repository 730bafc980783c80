import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Problem } from '#shared/wire/platform/problem.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';
import type { SyncTestPlatform } from '#test/support/testPlatform.ts';
import { claimNothing, receive, taken } from './syncCommands.ts';

/** What becomes of a push: answers that stand, gaps, copies, facts and refusals. The tests of one `describe`. */
export function platformPushContract(station: () => SyncTestPlatform): void {
  test('[PS1] a push that comes again gets the stored answers and changes nothing', async () => {
    const siteId = await station().openSite();
    const one = await station().enrol(siteId);
    const commands = one.number([receive(3), receive(4), claimNothing]);
    const first = taken((await one.push(commands)).body);
    const again = taken((await one.push(commands)).body);
    const longer = taken((await one.push([...commands, ...one.number([receive(1)])])).body);
    expect([again, longer.results.slice(0, 3), longer.results[3]?.siteSeq]).toEqual([first, first.results, first.headSeq + 1]);
  });

  test('[PS2] a gap changes nothing and names the number that is expected', async () => {
    const one = await station().enrol(await station().openSite());
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
    const one = await station().enrol(await station().openSite());
    const [first] = one.number([receive(1)]);
    if (first === undefined) throw new Error('a command');
    taken((await one.push([first])).body);
    const other = await one.push([{ ...first, id: asId<'command'>(`${first.id}-other`) }]);
    const outboxId = asId<'outbox'>('copied');
    const copied = await station().call('POST', `/v1/sites/${one.siteId}/commands`, {
      token: one.token,
      body: { protocolVersion: 1, outboxId, commands: [{ ...first, outboxId }] },
    });
    expect([other.body, copied.body]).toMatchObject([
      { status: 'clone', atSeq: 1 },
      { status: 'clone', atSeq: 1 },
    ]);
  });

  test('[PS4] a fact about something unknown is kept and opens a discrepancy', async () => {
    const one = await station().enrol(await station().openSite());
    const shelve: CommandDraft = {
      kind: 'shelveParcel',
      payload: { orderId: asId<'order'>('nobody-knows'), parcelId: asId<'parcel'>('nobody-knows'), shelfCode: 'H01' },
    };
    const [fact] = one.number([shelve]);
    const { results } = taken((await one.push(fact === undefined ? [] : [fact])).body);
    const opened = (await station().feed(one.siteId)).filter((row) => row.kind === 'discrepancy');
    expect([results[0]?.outcome, opened]).toMatchObject(['discrepancy', [{ row: { commandId: fact?.id, status: 'open' } }]]);
  });

  test('[PS5] a refused claim takes a sequence, is logged, and gets the same answer again', async () => {
    const one = await station().enrol(await station().openSite());
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

  test('[PS11] a push of 500 commands is answered one by one', async () => {
    const one = await station().enrol(await station().openSite());
    const commands = one.number(Array.from({ length: 500 }, () => receive(1)));
    const { results } = taken((await one.push(commands)).body);
    expect([results.map((result) => result.commandId), new Set(results.map((result) => result.outcome))]).toEqual([
      commands.map((command) => command.id),
      new Set(['applied']),
    ]);
  });

  test('[PS12] a push that makes no sense in itself is a problem', async () => {
    const one = await station().enrol(await station().openSite());
    const [first, second] = one.number([receive(1), receive(1)]);
    const push = (more: Record<string, unknown>) =>
      station().call<Problem>('POST', `/v1/sites/${one.siteId}/commands`, {
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

  test('[PS13] text that a database cannot keep does not stop an outbox', async () => {
    const one = await station().enrol(await station().openSite());
    const odd: CommandDraft = {
      kind: 'raiseAlert',
      payload: { alertId: asId<'alert'>(`${one.siteId}-odd`), kind: 'help', orderId: null, reason: `a\u0000b\uD800c` },
    };
    const { results } = taken((await one.push(one.number([odd]))).body);
    const kept = (await station().feed(one.siteId)).filter((row) => row.kind === 'alert');
    expect([results[0]?.outcome, kept[0]?.row]).toMatchObject(['applied', { reason: 'a\uFFFDb\uFFFDc' }]);
  });
}
