import type { WeightReading } from '#shared/model/device/device.ts';

/** Readings older than this are not taken. */
export const maxReadingAgeMs = 1_000;

/** Whether the scale has been empty since the last weight was taken. Starts open. */
export type WeighingGate = { readonly mayTake: boolean };
export const openGate: WeighingGate = { mayTake: true };

/** Follows the readings: an empty scale opens the gate again. Equal weights in a row both count, because the scale was empty between. */
export function stepGate(gate: WeighingGate, reading: WeightReading): WeighingGate {
  return reading.status === 'zero' ? openGate : gate;
}

/**
 * Takes a weight for one item: grams, or why not. `scale.notEmptied` means the last item still lies there.
 * The gate closes when a weight is taken.
 */
export function takeWeight(
  gate: WeighingGate,
  reading: WeightReading,
  nowMs: number,
): { readonly gate: WeighingGate; readonly grams: number } | { readonly gate: WeighingGate; readonly refusal: WeighingRefusal } {
  const refusal = refusalOf(gate, reading, nowMs);
  return refusal === null ? { gate: { mayTake: false }, grams: reading.grams } : { gate, refusal };
}

/** Message keys of renderer/text. */
export type WeighingRefusal = 'scale.unstable' | 'scale.empty' | 'scale.negative' | 'scale.overload' | 'scale.tooOld' | 'scale.notEmptied';

function refusalOf(gate: WeighingGate, reading: WeightReading, nowMs: number): WeighingRefusal | null {
  if (nowMs - reading.atMs > maxReadingAgeMs) return 'scale.tooOld';
  if (reading.status === 'unstable') return 'scale.unstable';
  if (reading.status === 'zero') return 'scale.empty';
  if (reading.status === 'negative') return 'scale.negative';
  if (reading.status === 'overload') return 'scale.overload';
  return gate.mayTake ? null : 'scale.notEmptied';
}
