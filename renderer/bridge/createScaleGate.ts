import type { WeightReading } from '#shared/model/device/device.ts';
import { openGate, stepGate, takeWeight, type WeighingRefusal } from '#shared/wire/scale/weighingGate.ts';

/** Whether a weight on the scale is a new one: what was taken must have left the pan before anything is taken again, on whatever screen. */
export type ScaleGate = {
  /** Follows every reading, also those nobody takes. */
  follow(reading: WeightReading): void;
  /** Why this stable reading may not be taken; `isNew` the first time since the scale was empty. Null: it may. */
  refusalOf(reading: WeightReading): { readonly key: WeighingRefusal; readonly isNew: boolean } | null;
  /** The weight that lies there has been taken. */
  close(): void;
};

/** Starts open. */
export function createScaleGate(): ScaleGate {
  let gate = openGate;
  let isTold = false;
  return {
    follow: (reading) => {
      gate = stepGate(gate, reading);
      if (gate.mayTake) isTold = false;
    },
    refusalOf: (reading) => {
      const taken = takeWeight(gate, reading, reading.atMs);
      if (!('refusal' in taken)) return null;
      const isNew = !isTold;
      isTold = true;
      return { key: taken.refusal, isNew };
    },
    close: () => {
      gate = { mayTake: false };
    },
  };
}
