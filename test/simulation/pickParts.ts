import type { Schedule } from './planSchedule.ts';

const letters = { orders: 'o', chores: 'c', faults: 'f' } as const;
const parts = ['orders', 'chores', 'faults'] as const;

/** The short form of what is left of a schedule: `o3,o7,f12`, or `none`. */
export function namePartsOf(whole: Schedule, left: Schedule): string {
  const names = parts.flatMap((part) =>
    (left[part] as readonly unknown[]).map((item) => `${letters[part]}${whole[part].indexOf(item as never)}`),
  );
  return names.length === 0 ? 'none' : names.join(',');
}

/** A schedule with only the parts of that short form. Throws with a sentence for people when it is not understood. */
export function pickParts(whole: Schedule, names: string): Schedule {
  const kept = new Set(names === 'none' ? [] : names.split(','));
  for (const name of kept) if (!/^[ocf]\d+$/.test(name)) throw new Error(`--only takes names like o3,c1,f12 or none, not '${name}'`);
  const only = <T>(part: keyof typeof letters, items: readonly T[]) => items.filter((_, index) => kept.has(`${letters[part]}${index}`));
  return { ...whole, orders: only('orders', whole.orders), chores: only('chores', whole.chores), faults: only('faults', whole.faults) };
}
