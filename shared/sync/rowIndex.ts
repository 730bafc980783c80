/** A secondary index over the rows of one kind: built when first asked, then kept in step row by row. */
export type RowIndex<Row> = {
  change(before: Row | undefined, after: Row | undefined): void;
  /** Forgets everything; built again when next asked. */
  reset(): void;
  /** Takes up to `rowCount` more rows into an index that is being built, so that the first scan does not pay; true when it is whole. */
  warmSome(rowCount: number): boolean;
  /** Ends a build that is under way; to be called before a row changes. */
  settle(): void;
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
  const build = createBuild(rows, () => {
    const into = new Map<string, Entry | Entry[]>();
    entries = into;
    return { take: (row) => add(into, row), end: () => undefined };
  });
  const built = () => {
    build.some(Infinity);
    return entries!;
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
      build.reset();
    },
    warmSome: build.some,
    settle: build.settle,
  };
}

/** Builds an index from rows, in parts if wished. */
function createBuild<Row>(rows: () => Iterable<Row>, begin: () => { take(row: Row): void; end(): void }) {
  let state: 'none' | 'whole' | { readonly left: Iterator<Row>; readonly into: ReturnType<typeof begin> } = 'none';
  const some = (rowCount: number): boolean => {
    if (state === 'whole') return true;
    if (state === 'none') state = { left: rows()[Symbol.iterator](), into: begin() };
    const { left, into } = state;
    for (let taken = 0; taken < rowCount; taken += 1) {
      const next = left.next();
      if (next.done === true) {
        into.end();
        state = 'whole';
        return true;
      }
      into.take(next.value);
    }
    return false;
  };
  return {
    some,
    settle: () => void (typeof state === 'object' && some(Infinity)),
    reset: () => void (state = 'none'),
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
  const build = createBuild(rows, () => {
    const into = new Map<string, Row[]>();
    const unsorted = new Set<string>();
    groups = into;
    const take = (row: Row) => {
      const group = groupOf(row);
      if (group === null) return;
      const list = into.get(group);
      if (!list) into.set(group, [row]);
      else {
        if (compare(list.at(-1)!, row) > 0) unsorted.add(group);
        list.push(row);
      }
    };
    return { take, end: () => unsorted.forEach((group) => into.get(group)!.sort(compare)) };
  });
  const built = () => {
    build.some(Infinity);
    return groups!;
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
      build.reset();
    },
    warmSome: build.some,
    settle: build.settle,
  };
}
