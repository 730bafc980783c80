/** Orders in each hour of the site's day, as a share of the busiest (thirty-minute groceries: a lunch peak and a higher evening peak). */
const hourlyShare = [
  0.1, 0.06, 0.05, 0.05, 0.06, 0.1, 0.2, 0.35, 0.48, 0.6, 0.78, 0.95, 0.86, 0.6, 0.5, 0.58, 0.75, 0.96, 1, 0.86, 0.7, 0.52, 0.34, 0.18,
];

/** How busy an hour of the day is, 0 to 1, without steps between hours. `hour` may be fractional and may pass midnight. */
export function dailyCurve(hour: number): number {
  const wrapped = ((hour % 24) + 24) % 24;
  const from = Math.floor(wrapped);
  const before = hourlyShare[from] ?? 0;
  const after = hourlyShare[(from + 1) % 24] ?? 0;
  return before + (after - before) * (wrapped - from);
}
