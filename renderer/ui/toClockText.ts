/** `m:ss`, or `h:mm:ss` from one hour on; negative with a minus sign. */
export function toCountdownText(leftMs: number): string {
  const seconds = Math.floor(Math.abs(leftMs) / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const sign = leftMs < 0 && seconds > 0 ? '−' : '';
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${sign}${minutes}:${tail}`;
}

/** By time zone: making one takes longer than painting a whole screen. A station knows few zones. */
const wallClocks = new Map<string | null, Intl.DateTimeFormat>();

/** Wall clock `HH:mm` in a time zone (IANA name), or the browser's own when null. */
export function toWallClockText(atMs: number, timeZone: string | null): string {
  let clock = wallClocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...(timeZone === null ? {} : { timeZone }) });
    wallClocks.set(timeZone, clock);
  }
  return clock.format(atMs);
}
