/** JSON with keys in order, so that equal content gives equal text whatever order a database keeps. */
export function canonicalJson(content: unknown): string {
  if (Array.isArray(content)) return `[${content.map(canonicalJson).join(',')}]`;
  if (content === null || typeof content !== 'object') return JSON.stringify(content ?? null);
  const fields = Object.entries(content)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`;
}
