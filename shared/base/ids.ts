import { v7 } from 'uuid';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Prng } from './prng.ts';

declare const brand: unique symbol;
/** A string that names one kind of thing and cannot be mixed up with another kind's. */
export type Id<K extends string> = string & { readonly [brand]: K };

/** Makes ids: UUIDv7, so that they sort by time. Chance and time are arguments. */
export type NewId = <K extends string>() => Id<K>;

/** UUIDv7 from a clock and a prng (deterministic for a seeded prng). */
export function createNewId(clock: Clock, prng: Prng): NewId {
  return <K extends string>() => {
    const random = Uint8Array.from({ length: 16 }, () => Math.floor(prng.next() * 256));
    return v7({ msecs: clock.nowMs(), random }) as Id<K>;
  };
}

/** Schema of an id of kind K. Any non-empty string of at most 200 characters: seeds and imports may bring readable ids. */
export function idSchema<K extends string>(): z.ZodType<Id<K>, Id<K>> {
  return z.string().min(1).max(200) as unknown as z.ZodType<Id<K>, Id<K>>;
}

/** Names a known string as an id of kind K (seeds, deterministic ids made of other ids). */
export function asId<K extends string>(text: string): Id<K> {
  return text as Id<K>;
}

export type SiteId = Id<'site'>;
export type StationId = Id<'station'>;
export type OperatorId = Id<'operator'>;
export type SkuId = Id<'sku'>;
export type LotId = Id<'lot'>;
export type BinId = Id<'bin'>;
export type OrderId = Id<'order'>;
export type TaskId = Id<'task'>;
export type ToteId = Id<'tote'>;
export type ParcelId = Id<'parcel'>;
export type CourierId = Id<'courier'>;
export type TripId = Id<'trip'>;
export type CommandId = Id<'command'>;
export type OutboxId = Id<'outbox'>;
