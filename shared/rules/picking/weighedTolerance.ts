/** A weighed pick may differ from what was ordered by this share, or by `weighedToleranceGrams`, whichever is more. */
export const weighedToleranceShare = 0.1;
/** Smallest tolerance of a weighed pick, in grams. */
export const weighedToleranceGrams = 50;

/** How far a weighed quantity may be from the ordered one, in grams. */
export function weighedToleranceOf(orderedGrams: number): number {
  return Math.max(weighedToleranceGrams, Math.round(orderedGrams * weighedToleranceShare));
}

/** Whether a weighed pick finishes its line, leaves some open, or is too much. Grams. */
export function weighedVerdict(orderedGrams: number, pickedGrams: number): 'enough' | 'tooLittle' | 'tooMuch' {
  const tolerance = weighedToleranceOf(orderedGrams);
  if (pickedGrams > orderedGrams + tolerance) return 'tooMuch';
  return pickedGrams >= orderedGrams - tolerance ? 'enough' : 'tooLittle';
}
