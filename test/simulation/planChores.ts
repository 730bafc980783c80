import { type Prng, createPrng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { ScheduleSize } from './planSchedule.ts';
import { seedOf } from './virtualTime.ts';

/** How long somebody waits for an occasion to set something right. */
const correctionPatienceMs = 15 * 60_000;

const storeChores = ['receive', 'receive', 'count', 'cancel', 'help'] as const;
const flowChores = [
  'takeOver',
  'takeOver',
  'pause',
  'join',
  'pull',
  'toteFull',
  'toteFull',
  'substitute',
  'substitute',
  'zeroCheck',
  'reprint',
  'reopen',
  'hold',
  'cancelTrip',
  'refuseGoods',
  'resolve',
  'resolve',
  'settle',
] as const;
const correctionChores = [
  'pause',
  'join',
  'pull',
  'undoPick',
  'undoPick',
  'arrange',
  'skip',
  'undoPack',
  'undoPack',
  'setBag',
  'setBag',
  'voidParcel',
  'acceptWeight',
  'link',
  'unlink',
  'edit',
  'policy',
  'reassign',
  'takeTrip',
  'pin',
  'forbid',
  'letGo',
  'collect',
  'bringBack',
  'bringBack',
] as const;
export type CorrectionKind = Exclude<(typeof correctionChores)[number], FlowKind>;
type FlowKind = (typeof storeChores)[number] | (typeof flowChores)[number];
export type ChoreKind = FlowKind | CorrectionKind;

/**
 * What people do besides picking, packing and handing over: goods come in, bins are counted, a supervisor cancels an order or asks for
 * help; and what does not happen to every order: work changes hands, trolleys are joined, a tote is full, other goods are offered, a label
 * is printed again, an order waits or is unpacked, customers refuse goods, what does not agree is settled; and what is taken back or set
 * right: a pick, a pack, a bag, a ride, a barcode's link, the site's way of picking, bags that come back.
 */
export type Chore = {
  readonly atMs: number;
  readonly station: number;
  readonly kind: ChoreKind;
  readonly choice: number;
  /** How long somebody waits for an occasion where there is none. */
  readonly patienceMs: number;
};

/** The chores of a day; those of the last list keep the others' places, so that their names in --only stay. */
export function planChores(seed: number, lastsMs: number, size: ScheduleSize): Chore[] {
  const usual = [
    ...planList(createPrng(seedOf(seed, 'chores')), lastsMs, size, storeChores, 2, 0),
    ...planList(createPrng(seedOf(seed, 'flows')), lastsMs, size, flowChores, 4, 0),
  ];
  return [
    ...usual.toSorted((a, b) => a.atMs - b.atMs),
    ...planList(createPrng(seedOf(seed, 'corrections')), lastsMs, size, correctionChores, 4, correctionPatienceMs),
  ];
}

function planList(
  prng: Prng,
  lastsMs: number,
  size: ScheduleSize,
  kinds: readonly ChoreKind[],
  perHour: number,
  patienceMs: number,
): Chore[] {
  return Array.from({ length: Math.round(size.hours * size.stations * perHour) }, () => ({
    atMs: nextInt(prng, 0, lastsMs),
    station: nextInt(prng, 0, size.stations - 1),
    kind: pickOne(prng, kinds),
    choice: nextInt(prng, 0, 1_000_000),
    patienceMs,
  }));
}
