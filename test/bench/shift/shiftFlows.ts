import type { TestSkuName } from '#test/support/testSite.ts';

/** Ways an order goes through the shift. Each but the cancelled ones ends in a courier's hands. */
export const shiftFlows = {
  plain: { share: 22, lines: { milk: 2, bread: 1 } },
  weighed: { share: 14, lines: { apples: 500, water: 1 } },
  short: { share: 9, lines: { noodles: 2, yoghurt: 1 } },
  undoPick: { share: 8, lines: { water: 2, dumplings: 1 } },
  undoPack: { share: 6, lines: { bread: 1, milk: 1 } },
  takeover: { share: 6, lines: { milk: 1, noodles: 1 } },
  bothClaim: { share: 6, lines: { yoghurt: 2 } },
  cancelPicked: { share: 6, lines: { water: 1, bread: 2 } },
  /** Goods are missing and others are given in their place, as the customer wants it. */
  substitute: { share: 6, lines: { bread: 2, milk: 1 } },
  toteFull: { share: 5, lines: { water: 3 } },
  /** Put down half-way, and gone on with at another station. */
  handOff: { share: 5, lines: { milk: 2 } },
  reprint: { share: 4, lines: { dumplings: 1 } },
  cancelEarly: { share: 3, lines: { milk: 1 } },
} as const satisfies Record<string, { readonly share: number; readonly lines: Partial<Record<TestSkuName, number>> }>;
export type ShiftFlow = keyof typeof shiftFlows;

/** The flow of each order: as many as the shares say, spread evenly over the day. */
export function planFlows(orders: number): readonly ShiftFlow[] {
  const names = Object.keys(shiftFlows) as ShiftFlow[];
  const total = names.reduce((sum, name) => sum + shiftFlows[name].share, 0);
  const due = new Map(names.map((name) => [name, 0]));
  return Array.from({ length: orders }, () => {
    for (const name of names) due.set(name, (due.get(name) ?? 0) + shiftFlows[name].share);
    const next = names.reduce((best, name) => ((due.get(name) ?? 0) > (due.get(best) ?? 0) ? name : best));
    due.set(next, (due.get(next) ?? 0) - total);
    return next;
  });
}
