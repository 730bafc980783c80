import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { LabourReport } from '#shared/wire/platform/labourReport.ts';
import { driveOrderToShelf } from '#test/support/driveOrderToShelf.ts';
import { type TestPlatform, testOrder } from '#test/support/testPlatform.ts';

/** Who may see whose figures, and that they come from the log. */
export function labourRequests(at: () => TestPlatform): void {
  test('[LM6] a person gets their own figures, a supervisor and the admin everybody’s, a stranger none', async () => {
    const siteId = await at().openSite();
    const people = [
      { name: '林晓', roles: ['picker', 'packer', 'storeStaff'], badgeCode: 'operator-1' },
      { name: '赵敏', roles: ['supervisor'], badgeCode: 'boss' },
    ].map((person) => ({
      id: person.badgeCode,
      ...person,
      pinHash: 'not used here',
      language: 'zh-CN',
      validUntilMs: at().clock.nowMs() * 2,
    }));
    await at().call('POST', `/v1/sites/${siteId}/import/operators`, { body: people });
    const fromMs = at().clock.nowMs() - 1_000;
    const station = await at().enrol(siteId);
    const { body: receipt } = await at().call<{ orderId: string }>('POST', `/v1/sites/${siteId}/orders`, { body: testOrder('L1') });
    await driveOrderToShelf(at(), station, receipt.orderId);
    const window = `fromMs=${fromMs}&toMs=${at().clock.nowMs() + 1_000}`;
    const ask = (query: string, token?: string) =>
      at().call<LabourReport & { readonly code?: string }>(
        'GET',
        `/v1/sites/${siteId}/labour?${query}`,
        token === undefined ? {} : { token },
      );
    const [own, boss, admin] = [
      await ask(`${window}&askedBy=operator-1`, station.token),
      await ask(`${window}&askedBy=boss`, station.token),
      await ask(window),
    ];
    const answers = [
      await ask(`${window}&askedBy=nobody`, station.token),
      await ask(window, station.token),
      await ask('fromMs=5&toMs=4'),
      await ask('fromMs=0&toMs=999999999999'),
    ];
    const peopleOf = ({ body }: { readonly body: LabourReport }) =>
      body.operators.map(({ operatorId, linesPicked }) => [operatorId, linesPicked > 0]);
    expect([peopleOf(own), own.body.stages, peopleOf(boss), boss.body.stages.length, peopleOf(admin)]).toEqual([
      [[asId('operator-1'), true]],
      [],
      [[asId('operator-1'), true]],
      6,
      [[asId('operator-1'), true]],
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 422, 422]);
  });
}
