import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Scan } from '#shared/model/device/device.ts';
import type { Message, ScannedThing, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import type { ActiveWorkflow } from '#renderer/bridge/activeWorkflow.ts';
import { type RunnerPorts, WorkflowRunner } from '#renderer/bridge/workflowRunner.ts';

const stepOf = (sound: 'ok' | 'stop', text: string): WorkflowStep<unknown> => ({
  state: text,
  drafts: [{ kind: 'signIn', payload: { method: 'badge' } }],
  feedback: { sound, message: null },
  effects: [],
});

function createProbe(commit: RunnerPorts['store']['commit'] = async () => ok([])) {
  const log: string[] = [];
  let held: Message | null = null;
  const runner = new WorkflowRunner({
    store: {
      async commit(drafts, by) {
        const result = await commit(drafts, by);
        log.push('durable');
        return result;
      },
    },
    resolve: (text) =>
      text === 'CONFIRM' ? { kind: 'commandSheet', action: 'confirm', argument: null } : { kind: 'unknown', reason: text },
    play: (sound) => log.push(`sound ${sound}`),
    acknowledge: (scanNo) => log.push(`acknowledged ${scanNo}`),
    operatorId: () => asId('OP1'),
    perform: async () => undefined,
    everywhere: () => null,
    mark: () => undefined,
    afterPaint: (use) => use(),
    newTriggerId: () => 'trigger',
    nowMs: () => 1_000,
    steadyMs: () => performance.now(),
  });
  const workflow: ActiveWorkflow = {
    name: 'probe',
    step(input) {
      if (held !== null) {
        held = null;
        return { state: null, drafts: [], feedback: { sound: 'ok', message: null }, effects: [] };
      }
      const text = input.kind === 'scan' ? input.text : 'key';
      if (text === 'wrong') held = { key: 'pick.wrongItem', params: {} };
      if (text === 'bug') throw new Error('a bug in a step');
      return text === 'wrong' ? { state: null, drafts: [], feedback: { sound: 'stop', message: held }, effects: [] } : stepOf('ok', text);
    },
    settle: (state) => log.push(`settled ${String(state)}`),
    held: () => held,
    isBusy: () => true,
  };
  runner.activate(workflow);
  let scanNo = 0;
  const scan = (text: string, more: Partial<Scan> = {}) => {
    scanNo += 1;
    runner.submitScan({ scanNo, deviceId: 'scanner-1', text, aim: null, atMs: 2_000 + scanNo, isBounce: false, ...more });
  };
  return { runner, log, scan };
}

test('the sound comes after the commit is durable, the acknowledgement after both', async () => {
  const { runner, log, scan } = createProbe();
  scan('A');
  await runner.idle();
  expect(log).toEqual(['durable', 'settled A', 'sound ok', 'acknowledged 1']);
});

test('a burst of 20 scans is worked off in order, none lost', async () => {
  const { runner, log, scan } = createProbe(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return ok([]);
  });
  const texts = Array.from({ length: 20 }, (_, index) => `S${index}`);
  for (const text of texts) scan(text);
  await runner.idle();
  expect(log.filter((line) => line.startsWith('settled'))).toEqual(texts.map((text) => `settled ${text}`));
});

test('a bounce is a soft tick and commits nothing', async () => {
  const { runner, log, scan } = createProbe();
  scan('A', { isBounce: true });
  await runner.idle();
  expect(log).toEqual(['sound tick', 'acknowledged 1']);
});

test('a scan sent again after a reconnect is acknowledged and not applied twice', async () => {
  const { runner, log, scan } = createProbe();
  scan('A');
  await runner.idle();
  log.length = 0;
  runner.submitScan({ scanNo: 1, deviceId: 'scanner-1', text: 'A', aim: null, atMs: 2_001, isBounce: false });
  await runner.idle();
  expect(log).toEqual(['acknowledged 1']);
});

test('a stop holds the scanner: scans sound the stop, count as held and are not applied until CONFIRM', async () => {
  const { runner, log, scan } = createProbe();
  for (const text of ['wrong', 'A', 'B']) scan(text);
  await runner.idle();
  const held = runner.state.get().heldScans;
  scan('CONFIRM');
  scan('C');
  await runner.idle();
  expect([held, log.filter((line) => line.startsWith('settled') || line.startsWith('sound'))]).toEqual([
    2,
    ['settled null', 'sound stop', 'sound stop', 'sound stop', 'settled null', 'sound ok', 'settled C', 'sound ok'],
  ]);
});

test('a refused claim is told with its code and holds; nothing is settled', async () => {
  const { runner, log, scan } = createProbe(async () => err({ code: 'TASK_FINISHED', params: {} }));
  scan('A');
  await runner.idle();
  expect([runner.state.get().hold?.key, log]).toEqual(['refusal.TASK_FINISHED', ['durable', 'sound stop', 'acknowledged 1']]);
});

test('a full disk is told as such, and never sounds accepted', async () => {
  const { runner, log, scan } = createProbe(async () => Promise.reject(new StorageFault('quota', 'full')));
  scan('A');
  await runner.idle();
  expect([runner.state.get().hold?.key, log]).toEqual(['fault.storage.quota', ['sound stop', 'acknowledged 1']]);
});

test('a bug in a step is shown and the next scan after CONFIRM is worked off', async () => {
  const reported: unknown[] = [];
  globalThis.reportError = (bug: unknown) => void reported.push(bug);
  const { runner, log, scan } = createProbe();
  for (const text of ['bug', 'CONFIRM', 'A']) scan(text);
  await runner.idle();
  expect([reported.length, log.at(-2), log.at(-1)]).toEqual([1, 'sound ok', 'acknowledged 3']);
});

const choices: readonly ScannedThing[] = [
  { kind: 'bin', binId: asId<'bin'>('bin-1') },
  { kind: 'tote', toteId: asId<'tote'>('tote-1'), toteCode: 'T1' },
];
const said = (argument: string): ScannedThing => ({ kind: 'commandSheet', action: 'choice', argument });

/** A runner for which `BOTH` means a bin and a tote; the screen in front takes the kinds of `uses`. */
function createChoosing(uses: readonly ScannedThing['kind'][]) {
  const log: string[] = [];
  const meanings: Readonly<Record<string, ScannedThing>> = {
    BOTH: { kind: 'ambiguous', choices },
    'CHOICE/2': said('2'),
    BIN: choices[0]!,
  };
  const runner = new WorkflowRunner({
    steadyMs: () => performance.now(),
    store: { commit: async () => ok([]) },
    resolve: (text) => meanings[text] ?? { kind: 'unknown', reason: text },
    play: (sound) => log.push(`sound ${sound}`),
    acknowledge: () => undefined,
    operatorId: () => null,
    perform: async () => undefined,
    everywhere: () => null,
    mark: () => undefined,
    afterPaint: () => undefined,
    newTriggerId: () => 'trigger',
    nowMs: () => 1_000,
  });
  runner.activate({
    name: 'probe',
    step(input) {
      const kind = input.kind === 'scan' ? input.thing.kind : input.kind;
      const sound = uses.some((use) => use === kind) ? 'ok' : 'warning';
      return { state: kind, drafts: [], feedback: { sound, message: null }, effects: [] };
    },
    settle: (state) => log.push(`settled ${String(state)}`),
    held: () => null,
    isBusy: () => true,
  });
  let scanNo = 0;
  const scan = async (text: string): Promise<void> => {
    scanNo += 1;
    runner.submitScan({ scanNo, deviceId: 'scanner-1', text, aim: null, atMs: 2_000 + scanNo, isBounce: false });
    await runner.idle();
  };
  const act = async (action: 'choice' | 'no', argument: string | null): Promise<void> => {
    runner.submit({ kind: 'act', action, argument });
    await runner.idle();
  };
  const asked = (): number => runner.state.get().choosing?.choices.length ?? 0;
  return { log, scan, act, asked };
}

test('[SR9] a code of several meanings of which one is of use is that one', async () => {
  const { log, scan, asked } = createChoosing(['tote']);
  await scan('BOTH');
  expect([log, asked()]).toEqual([['settled tote', 'sound ok'], 0]);
});

test.each([
  ['a digit or touch', async (probe: ReturnType<typeof createChoosing>) => probe.act('choice', '2')],
  ['the command sheet', async (probe: ReturnType<typeof createChoosing>) => probe.scan('CHOICE/2')],
])('[SR9] else a person chooses by %s', async (_, choose) => {
  const probe = createChoosing(['bin', 'tote']);
  await probe.scan('BOTH');
  const asked = probe.asked();
  await choose(probe);
  expect([asked, probe.log, probe.asked()]).toEqual([2, ['sound warning', 'settled tote', 'sound ok'], 0]);
});

test('[SR9] a number that is no choice asks again, cancelling and another scan end the question', async () => {
  const probe = createChoosing(['bin', 'tote']);
  await probe.scan('BOTH');
  await probe.act('choice', '3');
  const afterWrongNumber = probe.asked();
  await probe.act('no', null);
  const afterCancelling = probe.asked();
  await probe.scan('BOTH');
  await probe.scan('BIN');
  expect([afterWrongNumber, afterCancelling, probe.asked(), probe.log.at(-2)]).toEqual([2, 0, 0, 'settled bin']);
});

test('[SC3] a weight that stays on the scale is taken once, the next one after the pan was empty, and it is said once', async () => {
  const command = { id: asId<'command'>('C1'), atMs: 2_000 } as Command;
  const { runner, log } = createProbe(async () => ok([command]));
  const weigh = (grams: number, status: 'stable' | 'zero') =>
    runner.submit({ kind: 'weight', reading: { deviceId: 'scale-1', grams, status, atMs: 1_000 } });
  const workflow: ActiveWorkflow = {
    name: 'weighing',
    step: (input) => {
      const isWeight = input.kind === 'weight' && input.reading.status === 'stable';
      return isWeight
        ? stepOf('ok', `${input.reading.grams} g`)
        : { ...stepOf('ok', ''), drafts: [], feedback: { sound: 'tick', message: null } };
    },
    settle: (state) => log.push(`settled ${String(state)}`),
    held: () => null,
    isBusy: () => true,
  };
  runner.activate(workflow);
  for (const grams of [530, 531, 530]) weigh(grams, 'stable');
  weigh(0, 'zero');
  weigh(530, 'stable');
  await runner.idle();
  expect(log.filter((line) => /^settled \d|warning/.test(line))).toEqual(['settled 530 g', 'sound warning', 'settled 530 g']);
  expect(runner.state.get().last?.sound).toBe('ok');
});
