import type { WeightReading } from '#shared/model/device/device.ts';
import { openGate, stepGate, takeWeight, type WeighingGate, type WeighingRefusal } from '#shared/wire/scale/weighingGate.ts';

/** Whether a weight on the scale is a new one: what was taken must have left the pan before anything is taken again, on whatever screen. */
export type ScaleGate = {
  /** Follows every reading, also those nobody takes. */
  follow(reading: WeightReading): void;
  /** Why this stable reading may not be taken; `isNew` the first time since the scale was empty. Null: it may. */
  refusalOf(reading: WeightReading): { readonly key: WeighingRefusal; readonly isNew: boolean } | null;
  /** The weight that lies on this scale has been taken. */
  close(deviceId: string): void;
};

/** Starts open, for every scale of its own: one that is empty says nothing about another. */
export function createScaleGate(): ScaleGate {
  const gates = new Map<string, WeighingGate>();
  const told = new Set<string>();
  return {
    follow: (reading) => {
      const gate = stepGate(gates.get(reading.deviceId) ?? openGate, reading);
      gates.set(reading.deviceId, gate);
      if (gate.mayTake) told.delete(reading.deviceId);
    },
    refusalOf: (reading) => {
      const taken = takeWeight(gates.get(reading.deviceId) ?? openGate, reading, reading.atMs);
      if (!('refusal' in taken)) return null;
      const isNew = !told.has(reading.deviceId);
      told.add(reading.deviceId);
      return { key: taken.refusal, isNew };
    },
    close: (deviceId) => void gates.set(deviceId, { mayTake: false }),
  };
}
