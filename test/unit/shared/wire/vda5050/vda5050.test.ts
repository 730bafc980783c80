import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageGate, burstOfMessages } from '#shared/wire/vda5050/messageGate.ts';
import { maxVdaBytes } from '#shared/wire/vda5050/readWireText.ts';
import type { RobotAction, RobotFactsheet, RobotOrder, RobotState, VdaHeader } from '#shared/wire/vda5050/robotMessages.ts';
import { readConnection, readFactsheet, readInstantActions, readOrder, readState } from '#shared/wire/vda5050/vdaReader.ts';
import { parseVdaTopic, toVdaTopic, toVdaVersion, vdaVersions, type VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';
import { writeConnection, writeFactsheet, writeInstantActions, writeOrder, writeState } from '#shared/wire/vda5050/vdaWriter.ts';
import { rejectionWords, toRejection } from '#shared/wire/vda5050/wireWords.ts';
import { openSchemaCheck, schemasMissingReason } from '#test/support/robots/officialSchemas.ts';

const versions = ['2.0', '2.1', '3.0'] as const;
const headerOf = (version: VdaVersion): VdaHeader => ({
  headerId: 7,
  atMs: 1_800_000_000_123,
  version: vdaVersions[version].full,
  manufacturer: 'halfhour',
  serialNumber: 'R-01',
});

const word = fc.string({ minLength: 1, maxLength: 12 });
const mm = fc.integer({ min: -90_000, max: 90_000 });
const angle = fc.double({ min: -3.14, max: 3.14, noNaN: true }).map((rad) => (rad === 0 ? 0 : rad));
const action: fc.Arbitrary<RobotAction> = fc.record({
  actionId: word,
  actionType: fc.constantFrom('pick', 'drop', 'startCharging'),
  blocking: fc.constantFrom('none', 'soft', 'hard'),
  parameters: fc.array(fc.record({ key: word, value: fc.oneof(word, fc.integer(), fc.boolean()) }), { maxLength: 3 }),
});
const orders: fc.Arbitrary<RobotOrder> = fc
  .record({
    orderId: word,
    update: fc.nat(99),
    places: fc.array(fc.tuple(mm, mm, angle, action), { minLength: 1, maxLength: 6 }),
    base: fc.nat(6),
  })
  .map(({ orderId, update, places, base }) => ({
    orderId,
    orderUpdateId: update,
    nodes: places.map(([xMm, yMm, thetaRad, act], index) => ({
      nodeId: `n${index}`,
      sequenceId: index * 2,
      isReleased: index <= base,
      place: { mapId: 'floor', xMm, yMm, thetaRad: index % 2 === 0 ? thetaRad : null, deviationMm: index % 3 === 0 ? 250 : null },
      actions: index === places.length - 1 ? [act] : [],
    })),
    edges: places.slice(1).map((_, index) => ({
      edgeId: `e${index}`,
      sequenceId: index * 2 + 1,
      isReleased: index + 1 <= base,
      startNodeId: `n${index}`,
      endNodeId: `n${index + 1}`,
      lengthMm: 1500,
      maxSpeedMmPerS: index % 2 === 0 ? 1200 : null,
      actions: [],
    })),
  }));
const states: fc.Arbitrary<RobotState> = fc
  .record({
    orderId: word,
    lastNodeId: word,
    xMm: mm,
    yMm: mm,
    thetaRad: angle,
    isDriving: fc.boolean(),
    battery: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ orderId, lastNodeId, xMm, yMm, thetaRad, isDriving, battery }) => ({
    headerId: 7,
    atMs: 1_800_000_000_123,
    orderId,
    orderUpdateId: 3,
    lastNodeId,
    lastNodeSequenceId: 4,
    nodeStates: [{ nodeId: 'n9', sequenceId: 6, isReleased: true }],
    edgeStates: [{ edgeId: 'e9', sequenceId: 5, isReleased: true }],
    isDriving,
    isPaused: !isDriving,
    wantsNewBase: false,
    mode: 'automatic',
    actionStates: [{ actionId: 'a1', actionType: 'pick', status: 'running', note: '' }],
    instantActionStates: [],
    batteryPercent: battery,
    isCharging: false,
    position: { mapId: 'floor', xMm, yMm, thetaRad, isLocalized: true },
    speedMmPerS: 900,
    loadIds: ['T-17'],
    errors: [
      { errorType: 'frontBlocked', rejection: null, level: 'warning', description: 'a box', references: [{ key: 'nodeId', value: 'n9' }] },
    ],
    eStop: 'none',
    hasFieldViolation: false,
  }));
const factsheet: RobotFactsheet = {
  seriesName: 'Carrier',
  maxSpeedMmPerS: 1500,
  maxAccelerationMmPerS2: 800,
  maxLoadGrams: 30_000,
  widthMm: 600,
  lengthMm: 800,
  minOrderIntervalMs: 100,
  minStateIntervalMs: 100,
  actionTypes: ['pick', 'drop', 'cancelOrder'],
};
const textOf = (message: unknown): [string, number] => [JSON.stringify(message), 100];
const contentOf = <T>(read: { ok: true; value: { message: { content: T } } } | { ok: false; error: unknown }): T => {
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.message.content;
};

describe.each(versions)('VDA 5050 %s', (version) => {
  const header = headerOf(version);
  const isThree = version === '3.0';

  test.skipIf(schemasMissingReason() !== null)('[VD1] what is written validates against the official schema', () => {
    const check = openSchemaCheck();
    fc.assert(fc.property(orders, (order) => check(version, 'order', writeOrder(header, order)) === ''));
    fc.assert(fc.property(states, (state) => check(version, 'state', writeState(header, state)) === ''));
    fc.assert(fc.property(action, (act) => check(version, 'instantActions', writeInstantActions(header, [act])) === ''));
    for (const state of ['online', 'offline', 'hibernating', 'broken'] as const)
      expect(check(version, 'connection', writeConnection(header, state))).toBe('');
    expect(check(version, 'factsheet', writeFactsheet(header, factsheet))).toBe('');
    expect(check(version, 'order', { ...writeOrder(header, fc.sample(orders, 1)[0]!), nodes: 7 })).not.toBe('');
  });

  test('[VD2] what is written is read again', () => {
    fc.assert(
      fc.property(orders, (order) => {
        expect(contentOf(readOrder(...textOf(writeOrder(header, order))))).toEqual(order);
      }),
    );
    fc.assert(
      fc.property(states, (state) => {
        expect(contentOf(readState(...textOf(writeState(header, state)), isThree))).toEqual(state);
      }),
    );
    const read = readFactsheet(...textOf(writeFactsheet(header, factsheet)), isThree);
    expect(read).toEqual({ ok: true, value: { nulls: 0, message: factsheet } });
    expect(contentOf(readConnection(...textOf(writeConnection(header, 'broken'))))).toBe('broken');
    const [single] = contentOf(
      readInstantActions(
        ...textOf(writeInstantActions(header, [{ actionId: 'x', actionType: 'pick', blocking: 'single', parameters: [] }])),
      ),
    );
    expect(single?.blocking).toBe(isThree ? 'none' : 'hard');
  });

  test('[VD4] what is too large, no JSON or something else is named', () => {
    const broken = { ...writeState(header, fc.sample(states, 1)[0]!), nodeStates: 'none' };
    expect(readState('{}', maxVdaBytes + 1, isThree)).toMatchObject({ ok: false, error: { kind: 'tooLarge' } });
    expect(readState('{"a":', 5, isThree)).toMatchObject({ ok: false, error: { kind: 'notJson' } });
    expect(readState(...textOf(broken), isThree)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
    expect(readOrder(...textOf({ ...writeOrder(header, fc.sample(orders, 1)[0]!), timestamp: 'noon' }))).toMatchObject({ ok: false });
  });
});

describe('VDA 5050 as others send it', () => {
  const nullFiles = path.resolve('../shared/data/opentcs');

  test.skipIf(!existsSync(nullFiles))("[VD3] openTCS' messages full of nulls are taken, the nulls counted", () => {
    const read = (name: string) => readFileSync(path.join(nullFiles, `v2_0__message__${name}.json`), 'utf8');
    const taken = [
      readOrder(read('order__orderMessageWithNullForOptionalFields'), 100),
      readInstantActions(read('instantactions__instantActionsMessageWithNullForOptionalFields'), 100),
      readState(read('state__stateMessageWithNullForOptionalFields'), 100, false),
      readState(read('state__stateMessageWithNullForOptionalRootFields'), 100, false),
    ];
    expect(taken.map((reading) => reading.ok && reading.value.nulls > 0)).toEqual([true, true, true, true]);
  });

  test('[VD3] a null among required fields is no message', () => {
    const wire = { ...writeConnection(headerOf('2.1'), 'online'), connectionState: null };
    expect(readConnection(...textOf(wire))).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });

  test('[VD5] rejections of both majors are known by name', () => {
    for (const [name, { v3, v2 }] of Object.entries(rejectionWords)) {
      if (name !== 'orderUpdateError' && name !== 'orderError') expect(toRejection(v3)).toBe(name);
      expect(toRejection(v2)).not.toBeNull();
    }
    expect(toRejection('batteryHot')).toBeNull();
  });

  test('[VD6] topics are written and read; others are none', () => {
    const robot = { manufacturer: 'KIT', serialNumber: '0001' };
    expect(toVdaTopic('3.0', robot, 'order')).toBe('vda5050/v3/KIT/0001/order');
    expect(parseVdaTopic('uagv/v2/KIT/0001/state')).toEqual({ ...robot, interfaceName: 'uagv', major: 2, subtopic: 'state' });
    for (const topic of ['uagv/v1/KIT/0001/state', 'uagv/v2/KIT/00 1/state', 'uagv/v2/KIT/state', 'uagv/v2/KIT/1/news', 'a/b'])
      expect(parseVdaTopic(topic)).toBeNull();
    expect([toVdaVersion('2.0.0'), toVdaVersion('2.1.3'), toVdaVersion('3.0.1'), toVdaVersion('1.1.0')]).toEqual([
      '2.0',
      '2.1',
      '3.0',
      null,
    ]);
  });

  test('[VD7] messages above the rate are dropped and counted, later ones are taken again', () => {
    const gate = new MessageGate(0);
    const admitted = Array.from({ length: burstOfMessages + 30 }, () => gate.admits(0)).filter(Boolean).length;
    expect([admitted, gate.dropped, gate.admits(1000)]).toEqual([burstOfMessages, 30, true]);
  });
});
