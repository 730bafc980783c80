import { expect, test } from 'vitest';
import { commandKinds } from '#shared/model/command/command.ts';
import { role } from '#shared/model/operator/operator.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';

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
