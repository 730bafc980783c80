/** A secondary index over the rows of one kind: built when first asked, then kept in step row by row. */
export type RowIndex<Row> = {
  change(before: Row | undefined, after: Row | undefined): void;
  /** Forgets everything; built again when next asked. */
  reset(): void;
  /** Builds it now, so that the first scan does not pay. */
  warm(): void;
};

export type KeyIndex<Row, Hit> = RowIndex<Row> & { get(key: string): Hit | undefined };

/** Finds by a key of which a row may have several. Where two rows have the same key the one with the lower id answers. */
export function createKeyIndex<Row extends { readonly id: string }, Hit>(
  rows: () => Iterable<Row>,
  hitsOf: (row: Row) => ReadonlyArray<readonly [key: string, hit: Hit]>,
): KeyIndex<Row, Hit> {
  type Entry = { readonly id: string; readonly hit: Hit };
  let entries: Map<string, Entry | Entry[]> | null = null;
  const add = (into: Map<string, Entry | Entry[]>, row: Row) => {
    for (const [key, hit] of hitsOf(row)) {
      const there = into.get(key);
      const entry = { id: row.id, hit };
      if (there === undefined) into.set(key, entry);
      else
        into.set(
          key,
          [...(Array.isArray(there) ? there : [there]), entry].sort((a, b) => (a.id < b.id ? -1 : 1)),
        );
    }
  };
  const remove = (from: Map<string, Entry | Entry[]>, row: Row) => {
    for (const [key] of hitsOf(row)) {
      const there = from.get(key);
      if (there === undefined) continue;
      const left = (Array.isArray(there) ? there : [there]).filter((entry) => entry.id !== row.id);
      if (left.length === 0) from.delete(key);
      else from.set(key, left.length === 1 ? left[0]! : left);
    }
  };
  const built = () => {
    if (entries) return entries;
    entries = new Map();
    for (const row of rows()) add(entries, row);
    return entries;
  };
  return {
    get(key) {
      const there = built().get(key);
      return (Array.isArray(there) ? there[0] : there)?.hit;
    },
    change(before, after) {
      if (!entries) return;
      if (before) remove(entries, before);
      if (after) add(entries, after);
    },
    reset() {
      entries = null;
    },
    warm() {
      built();
    },
  };
}

export type GroupIndex<Row> = RowIndex<Row> & { get(group: string): readonly Row[] };

/**
 * Rows of a group in order. `groupOf` null leaves a row out; `compare` must order any two rows (end with the id).
 * A list once given is never changed: a change makes a new one.
 */
export function createGroupIndex<Row extends { readonly id: string }>(
  rows: () => Iterable<Row>,
  groupOf: (row: Row) => string | null,
  compare: (a: Row, b: Row) => number,
): GroupIndex<Row> {
  let groups: Map<string, Row[]> | null = null;
  const none: readonly Row[] = [];
  const built = () => {
    if (groups) return groups;
    groups = new Map();
    const unsorted = new Set<string>();
    for (const row of rows()) {
      const group = groupOf(row);
      if (group === null) continue;
      const list = groups.get(group);
      if (!list) groups.set(group, [row]);
      else {
        if (compare(list.at(-1)!, row) > 0) unsorted.add(group);
        list.push(row);
      }
    }
    for (const group of unsorted) groups.get(group)!.sort(compare);
    return groups;
  };
  /** Where `row` stands or would stand. */
  const placeOf = (list: readonly Row[], row: Row) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(list[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    get: (group) => built().get(group) ?? none,
    change(before, after) {
      if (!groups) return;
      const from = before ? groupOf(before) : null;
      const to = after ? groupOf(after) : null;
      if (before && from !== null) {
        const list = groups.get(from)!;
        const left = list.toSpliced(placeOf(list, before), 1);
        if (left.length === 0) groups.delete(from);
        else groups.set(from, left);
      }
      if (after && to !== null) {
        const list = groups.get(to) ?? [];
        groups.set(to, list.toSpliced(placeOf(list, after), 0, after));
      }
    },
    reset() {
      groups = null;
    },
    warm() {
      built();
    },
  };
}
