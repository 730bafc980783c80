import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { commandKinds } from '#shared/model/command/command.ts';
import { role } from '#shared/model/operator/operator.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { createTestStore, testNoonMs } from '#test/support/createTestStore.ts';

test('[PM1] a wallboard may send nothing', () => {
  expect(commandKinds.filter((kind) => isPermitted(['wallboard'], kind))).toEqual([]);
});

test('[PM2] picking and packing are apart', () => {
  const may = (name: 'picker' | 'packer') => (['pickLine', 'packItem', 'handOver'] as const).map((kind) => isPermitted([name], kind));
  expect([may('picker'), may('packer')]).toEqual([
    [true, false, false],
    [false, true, true],
  ]);
});

test.each(['cancelOrder', 'planTrip', 'resolveDiscrepancy'] as const)('[PM3] %s is for supervisor and admin', (kind) => {
  expect(role.options.filter((name) => isPermitted([name], kind))).toEqual(['supervisor', 'admin']);
});

test('[PM4] roles add up', () => {
  expect([isPermitted(['picker', 'packer'], 'packItem'), isPermitted(['picker', 'packer'], 'pickLine'), isPermitted([], 'signIn')]).toEqual(
    [true, true, false],
  );
});

test('[PM5] every kind of command is for somebody', () => {
  expect(commandKinds.filter((kind) => !role.options.some((name) => isPermitted([name], kind)))).toEqual([]);
});

test('[PM6] everybody who signs in may call for help', () => {
  expect(role.options.filter((name) => isPermitted([name], 'signIn') !== isPermitted([name], 'raiseAlert'))).toEqual([]);
});

test('[PM7] a claim beyond the roles is refused, a fact never', async () => {
  const picker: RecordWrite = {
    kind: 'operator',
    id: 'operator-1',
    row: {
      id: asId<'operator'>('operator-1'),
      name: '周敏',
      roles: ['picker'],
      badgeCode: '1001',
      pinHash: 'not used here',
      language: 'zh-CN',
      validUntilMs: testNoonMs * 2,
    },
  };
  const { store } = await createTestStore([picker]);
  const by = (triggerId: string) => ({ operatorId: asId<'operator'>('operator-1'), triggerId });
  const claim = await store.commit([{ kind: 'cancelTrip', payload: { tripId: asId<'trip'>('trip-1') } }], by('claim'));
  const fact = await store.commit(
    [{ kind: 'shelveParcel', payload: { orderId: asId<'order'>('order-1'), parcelId: asId<'parcel'>('parcel-1'), shelfCode: 'H01' } }],
    by('fact'),
  );
  expect([claim, fact.ok]).toEqual([{ ok: false, error: { code: 'NOT_PERMITTED', params: { command: 'cancelTrip' } } }, true]);
});
