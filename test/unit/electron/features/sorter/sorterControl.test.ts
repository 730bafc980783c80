import { describe, expect, test } from 'vitest';
import { decideChute, planChutes, type Chute, type SortEntry, type SortTable } from '#shared/features/sorter/decideChute.ts';
import { SorterControl } from '#electron/features/sorter/sorterControl.ts';
import { SimulatedSorter } from '#platform/world/sorter/simulatedSorter.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { SorterMessage } from '#shared/wire/sorter/sorterMessages.ts';

const chutes: readonly Chute[] = [
  { chuteId: 'C1', use: 'trip' },
  { chuteId: 'C2', use: 'trip' },
  { chuteId: 'OVER', use: 'overflow' },
  { chuteId: 'LOOP', use: 'recirculation' },
  { chuteId: 'REJ', use: 'reject' },
];
const entry = (parcelCode: string, tripId: string | null, isOrderOpen = true): [string, SortEntry] => [
  parcelCode,
  { parcelCode, orderId: `o-${parcelCode}`, tripId, isOrderOpen },
];
const table = (more: Partial<SortTable> = {}): SortTable => ({
  chutes,
  statuses: new Map(),
  entries: new Map([entry('p1', 't1'), entry('p2', 't2'), entry('p3', 't3'), entry('p4', 't1', false)]),
  chuteByTrip: new Map([
    ['t1', 'C1'],
    ['t2', 'C2'],
  ]),
  ...more,
});

/** A control and a simulated sorter on virtual time, joined by a wire that loses a share of the messages. */
function createFloor(seed: number, loss: number, isRestarted: boolean) {
  const prng = createPrng(seed);
  let nowMs = 1_800_000_000_000;
  const kept: { scanId: string; codes: readonly string[]; outcome: string; chuteId: string | null }[] = [];
  const late: { atMs: number; deliver: () => void }[] = [];
  const post = (deliver: () => void) => {
    if (prng.next() >= loss) late.push({ atMs: nowMs + 20, deliver });
  };
  const entries = new Map(Array.from({ length: 400 }, (_, index) => entry(`p${index}`, `t${index % 2 === 0 ? 1 : 2}`)));
  const open = () => {
    const control: SorterControl = new SorterControl(
      chutes,
      {
        send: (topic, message) =>
          post(() =>
            topic === 'sortCommand'
              ? sorter.command(message as SorterMessage<'sortCommand'>, nowMs)
              : sorter.acknowledge(message as SorterMessage<'resultAck'>),
          ),
        keep: (pass) => kept.push(pass),
      },
      kept,
    );
    control.prepare(
      entries,
      new Map([
        ['t1', 'C1'],
        ['t2', 'C2'],
      ]),
    );
    return control;
  };
  const sorter: SimulatedSorter = new SimulatedSorter({
    chutes: chutes.map((chute) => ({ ...chute, holds: chute.use === 'trip' ? 60 : 10_000 })),
    noReadShare: 0.02,
    misSortShare: 0,
    prng,
    send: (topic, message) => post(() => control.hear(topic, message, nowMs)),
  });
  let control = open();
  return {
    kept,
    sorter,
    control: () => control,
    run(parcels: number) {
      for (let step = 0; step < parcels * 17 + 12_000; step++) {
        nowMs += 20;
        if (step % 17 === 0 && step / 17 < parcels) sorter.induct(`p${step / 17}`, nowMs);
        if (step % 2000 === 1999) for (const chuteId of ['C1', 'C2']) sorter.empty(chuteId);
        if (isRestarted && step === Math.floor(parcels * 8)) control = open();
        sorter.advance(nowMs);
        while (late[0] !== undefined && late[0].atMs <= nowMs) late.shift()!.deliver();
        control.tick(nowMs);
      }
    },
  };
}

describe('sorter control', () => {
  test('[SO1] a parcel goes to the chute of its trip; what cannot goes to the reject chute and says why', () => {
    const reasons = [['p1'], [], ['x9'], ['p4'], ['p1', 'p2']].map((codes) => {
      const { chuteId, reason } = decideChute(codes, 0, table());
      return `${chuteId} ${reason}`;
    });
    expect(reasons).toEqual(['C1 trip', 'REJ noRead', 'REJ unknown', 'REJ orderEnded', 'REJ ambiguous']);
  });

  test('[SO2] a full chute: round again three times, then overflow, then a person', () => {
    const full = table({ statuses: new Map([['C1', 'full']]) });
    const noOverflow = table({
      statuses: new Map([
        ['C1', 'jam'],
        ['OVER', 'full'],
      ]),
    });
    const where = [0, 2, 3].map((rounds) => decideChute(['p1'], rounds, full));
    expect(where.map(({ chuteId, reason }) => `${chuteId} ${reason}`)).toEqual(['LOOP recirculate', 'LOOP recirculate', 'OVER chuteFull']);
    expect(decideChute(['p1'], 3, noOverflow)).toMatchObject({ chuteId: 'REJ' });
    expect(decideChute(['p3'], 3, table())).toMatchObject({ chuteId: 'OVER', reason: 'noChute' });
  });

  test('[SO3] [SO4] every parcel is accounted for once, with a lossy wire, full chutes and a restart', () => {
    for (const [seed, isRestarted] of [
      [1, false],
      [2, true],
      [3, true],
    ] as const) {
      const floor = createFloor(seed, 0.05, isRestarted);
      floor.run(400);
      const ends = floor.kept.filter(({ outcome }) => outcome !== 'recirculated');
      expect({ seed, kept: new Set(floor.kept.map(({ scanId }) => scanId)).size, ends: ends.length, left: floor.sorter.onBelt }).toEqual({
        seed,
        kept: floor.kept.length,
        ends: 400,
        left: 0,
      });
      expect([floor.sorter.ended.size, floor.sorter.waitingResults]).toEqual([400, 0]);
    }
  });

  test('[SO3] a scan heard twice is one pass, its command the same; it is repeated until acknowledged', () => {
    const sent: SorterMessage<'sortCommand'>[] = [];
    const control = new SorterControl(chutes, { send: (_, message) => sent.push(message as SorterMessage<'sortCommand'>), keep: () => {} });
    const scan = { headerId: 1, timestamp: new Date(0).toISOString(), version: '1.0.0', scanId: 's1', inductionId: 'i', codes: ['p1'] };
    control.hear('scan', scan, 1000);
    control.hear('scan', scan, 1100);
    control.tick(1500);
    control.hear('sortAck', { ...scan, commandId: 'c-s1', isTaken: true, reason: 'taken' } as SorterMessage<'sortAck'>, 1600);
    control.tick(2200);
    expect(sent.map(({ commandId, expiresAt }) => `${commandId} ${expiresAt}`)).toEqual(
      Array(3).fill(`c-s1 ${new Date(2500).toISOString()}`),
    );
  });

  test('[SO5] a mis-sort and a missing parcel have a card', () => {
    const control = new SorterControl(chutes, { send: () => {}, keep: () => {} });
    const head = { headerId: 1, timestamp: new Date(0).toISOString(), version: '1.0.0' };
    control.prepare(table().entries, table().chuteByTrip);
    control.hear('connection', { ...head, connectionState: 'ONLINE' }, 1000);
    for (const scanId of ['s1', 's2'])
      control.hear('scan', { ...head, scanId, inductionId: 'i', codes: [scanId === 's1' ? 'p1' : 'p2'] }, 1000);
    control.hear('sortAck', { ...head, commandId: 'c-s1', isTaken: true, reason: 'taken' }, 1000);
    control.hear('sortResult', { ...head, scanId: 's1', commandId: 'c-s1', codes: ['p1'], outcome: 'diverted', chuteId: 'C2' }, 125_000);
    control.tick(125_000);
    expect(control.openCards(125_000).map(({ kind, subject, chuteId }) => `${kind} ${subject} ${chuteId}`)).toEqual([
      'misSort p1 C2',
      'lost p2 C2',
    ]);
    control.closeCard('misSort', 'p1');
    expect(control.openCards(200_000).map(({ kind }) => kind)).toEqual(['offline', 'lost']);
  });

  test('[SO6] trips keep their chutes; the earliest get the free ones', () => {
    const trips = [
      { tripId: 'late', leavesAtMs: 30 },
      { tripId: 'soon', leavesAtMs: 10 },
      { tripId: 'kept', leavesAtMs: 90 },
    ];
    expect([...planChutes(trips, chutes, new Map([['kept', 'C2']]))]).toEqual([
      ['kept', 'C2'],
      ['soon', 'C1'],
    ]);
  });

  test('[SO7] by hand the belt is told nothing and the wall gets the same chutes', () => {
    const sent: unknown[] = [];
    const control = new SorterControl(chutes, { send: (topic) => sent.push(topic), keep: () => {} });
    const head = { headerId: 1, timestamp: new Date(0).toISOString(), version: '1.0.0' };
    control.prepare(table().entries, table().chuteByTrip);
    control.setManual(true);
    control.hear('scan', { ...head, scanId: 's1', inductionId: 'i', codes: ['p1'] }, 1000);
    control.tick(1400);
    expect([sent, control.placeByHand('p2').chuteId, control.placeByHand('x').reason]).toEqual([[], 'C2', 'unknown']);
    control.setManual(false);
    control.tick(1700);
    expect(sent).toEqual(['sortCommand']);
  });
});
