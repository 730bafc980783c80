const formatters = new Map<string, Intl.DateTimeFormat>();
/** Most time zones whose formatter is kept. */
const maxFormatters = 50;
const dayMs = 86_400_000;

/** Calendar day (YYYY-MM-DD) of an instant in an IANA time zone. */
export function siteDayOf(timeZone: string, atMs: number): string {
  return formatterOf(timeZone).format(atMs);
}

/** Whole days from one calendar day to another; negative when `toDay` is earlier. */
export function daysBetween(fromDay: string, toDay: string): number {
  return Math.round((Date.parse(`${toDay}T00:00:00Z`) - Date.parse(`${fromDay}T00:00:00Z`)) / dayMs);
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  if (formatters.size >= maxFormatters) formatters.clear();
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(timeZone, made);
  return made;
}
