/** What a scale said: a weight in whole grams, or why it has none. */
export type ScaleFrame =
  | { readonly kind: 'weight'; readonly grams: number; readonly isStable: boolean }
  | { readonly kind: 'overload' }
  | { readonly kind: 'underload' }
  /** In motion, or busy: no weight now. */
  | { readonly kind: 'noWeight' }
  /** An answer that is no weight: zero set, refused, an error of the scale. */
  | { readonly kind: 'reply'; readonly isDone: boolean };

const gramsOfUnit: Readonly<Record<string, number>> = { g: 1, kg: 1_000, mg: 0.001, lb: 453.592_37, oz: 28.349_523_125 };

/** A printed weight ("  12.345", "-5.32") and its unit as whole grams; null where it is no number or no known unit. */
export function toGrams(weightText: string, unit: string): number | null {
  const compact = weightText.replaceAll(' ', '');
  const factor = gramsOfUnit[unit.trim().toLowerCase()];
  if (factor === undefined || !/^[+-]?\d+(\.\d*)?$|^[+-]?\.\d+$/.test(compact)) return null;
  return Math.round(Number(compact) * factor) + 0;
}
