import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

const word = z.string().max(200);

/** Most parcels in house that a station prepares its sorter for. */
export const maxPreparedParcels = 3_000;
/** Most trips that wait for their parcels at once. */
export const maxPreparedTrips = 300;
/** Results that a station still tells to a screen that has just come. */
export const maxToldPlacements = 2_000;

/** What a chute is for. */
export const chuteUse = z.enum(['trip', 'overflow', 'reject', 'recirculation']);

/** The site's sorter as the station's `sorter.json` describes it. A chute's id is also the code of its place where its label is to be scanned. */
export const sorterSetting = z.object({
  sorterId: z.string().regex(/^[0-9A-Za-z_-]{1,40}$/),
  chutes: z
    .array(z.object({ chuteId: z.string().min(1).max(40), use: chuteUse, holds: z.number().int().positive().optional() }))
    .min(1)
    .max(200)
    .refine((chutes) => new Set(chutes.map(({ chuteId }) => chuteId)).size === chutes.length, 'a chute is named twice')
    .refine((chutes) => chutes.some(({ use }) => use === 'reject'), 'there is no reject chute'),
});
export type SorterSetting = z.infer<typeof sorterSetting>;

/** A chute as the screens show it. `items`: as the sorter counts them. `holds`: null where the setting does not say. */
export const chuteView = z.object({
  chuteId: word,
  use: chuteUse,
  status: z.enum(['open', 'full', 'jam', 'closed']),
  items: z.number(),
  holds: z.number().nullable(),
  tripId: word.nullable(),
});
export type ChuteView = z.infer<typeof chuteView>;

/** One parcel's way past the scanner. */
export const passView = z.object({
  scanId: word,
  parcelCode: word.nullable(),
  chuteId: word,
  reason: z.enum(['trip', 'noRead', 'unknown', 'orderEnded', 'noChute', 'chuteFull', 'jam', 'recirculate', 'tooManyRounds', 'ambiguous']),
  outcome: z.enum(['diverted', 'recirculated', 'rejected', 'lost']).nullable(),
  atMs: z.number(),
});
export type PassView = z.infer<typeof passView>;

export const sortCardView = z.object({
  kind: z.enum(['noRead', 'unknown', 'orderEnded', 'misSort', 'lost', 'chuteFull', 'jam', 'tooManyRounds', 'offline']),
  subject: word,
  chuteId: word.nullable(),
  sinceMs: z.number(),
});
export type SortCardView = z.infer<typeof sortCardView>;

/** The sorter now; null where the site has none. `isInCharge` false: another station of the site decides. */
export const sorterView = z
  .object({
    atMs: z.number(),
    isConnected: z.boolean(),
    isInCharge: z.boolean(),
    isManual: z.boolean(),
    chutes: z.array(chuteView).max(200),
    /** The newest first. */
    passes: z.array(passView).max(20),
    cards: z.array(sortCardView).max(60),
    counts: z.object({ scans: z.number(), noReads: z.number(), diverted: z.number(), rejected: z.number(), misSorts: z.number() }),
  })
  .nullable();
export type SorterView = NonNullable<z.infer<typeof sorterView>>;

/** What became of a parcel at the sorter, for the books. `codes`: what its scanner read. */
export const placement = z.object({
  scanId: word,
  codes: z.array(z.string().max(200)).max(10),
  outcome: z.enum(['diverted', 'recirculated', 'rejected', 'lost']),
  chuteId: word.nullable(),
  /** What the sorter was told and had confirmed; null where it was told nothing. */
  commandedChuteId: word.nullable(),
  atMs: z.number(),
});
export type Placement = z.infer<typeof placement>;

/** What the store keeps ready for the sorter: its parcels in house and the trips that wait for theirs. */
export const sortTableInput = z.object({
  parcels: z
    .array(z.object({ parcelCode: z.string().min(1).max(64), orderId: word, tripId: word.nullable(), isOrderOpen: z.boolean() }))
    .max(maxPreparedParcels),
  trips: z.array(z.object({ tripId: word, leavesAtMs: z.number() })).max(maxPreparedTrips),
});
export type SortTableInput = z.infer<typeof sortTableInput>;

const isDone = z.object({ isDone: z.boolean() });

/** The sorter as the screens use it. */
export const sorterContract = {
  /** The sorter at once, then at most five times a second while something changes. */
  view: oc.output(eventIterator(sorterView)),
  /** Results kept before, then each new one; the same may come again and counts once. */
  placements: oc.output(eventIterator(placement)),
  /** The decisions that hold from now on, also when no screen is there any more. */
  prepare: oc.input(sortTableInput).output(isDone),
  /** People sort by hand, or the machine sorts again; for the whole site. */
  setManual: oc.input(z.object({ isManual: z.boolean() })).output(isDone),
  /** A person has dealt with a card. */
  closeCard: oc.input(z.object({ kind: sortCardView.shape.kind, subject: word })).output(isDone),
};
