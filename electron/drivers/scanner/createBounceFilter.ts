/**
 * Tells a hardware bounce from a deliberate repeat: the same code again less than `bounceMs` after it was last read by the same device.
 * Another code in between does not make the repeat a new one sooner or later; only the last code counts.
 */
export function createBounceFilter(bounceMs: number): (text: string, atMs: number) => boolean {
  let lastText: string | null = null;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return (text, atMs) => {
    const ageMs = atMs - lastAtMs;
    const isBounce = text === lastText && ageMs >= 0 && ageMs < bounceMs;
    lastText = text;
    lastAtMs = atMs;
    return isBounce;
  };
}
