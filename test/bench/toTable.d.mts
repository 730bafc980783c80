export function toTable(rows: readonly Readonly<Record<string, string | number | null | undefined>>[]): string;
