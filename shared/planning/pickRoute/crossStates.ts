/**
 * How a part of a tour left of a column may meet the cross aisles (Roodbergen & de Koster 2001 for two blocks; Pansart, Catusse &
 * Cambazard 2018 for any number): for each cross aisle whether the part does not meet it (0), an odd (1) or an even (2) number of times,
 * and which of those it meets hang together.
 */
export type CrossStates = {
  readonly crosses: number;
  readonly count: number;
  /** 0, 1 or 2 by cross aisle and state: `degree[cross * count + state]`. */
  readonly degree: Uint8Array;
  /** The state after walking the aisle between cross aisle r and r + 1 once, or there and back. */
  readonly pass: Int32Array;
  readonly twice: Int32Array;
  /** The state after meeting cross aisle r from a shelf or the depot. */
  readonly touch: Int32Array;
  /** The state that no longer follows cross aisle r; -1 where a piece of the tour would be cut off. */
  readonly leave: Int32Array;
  /** 1 where the part is a whole tour: one piece, every degree even. */
  readonly isTour: Uint8Array;
};

/** Degrees and pieces, cross aisle by cross aisle. Piece 0 belongs to degree 0. */
type State = { readonly degrees: readonly number[]; readonly pieces: readonly number[] };

/** Most cross aisles the table is made for: beyond it the states are too many for a plan in milliseconds. */
export const maxTableCrosses = 5;

const tables = new Map<number, CrossStates>();

/** The table for a number of cross aisles; made once. State 0 meets nothing. */
export function crossStatesOf(crosses: number): CrossStates {
  const known = tables.get(crosses);
  if (known !== undefined) return known;
  if (crosses < 2 || crosses > maxTableCrosses) throw new Error(`tables are made for 2 to ${maxTableCrosses} cross aisles`);
  const made = createTable(crosses);
  tables.set(crosses, made);
  return made;
}

function createTable(crosses: number): CrossStates {
  const states: State[] = [{ degrees: new Array<number>(crosses).fill(0), pieces: new Array<number>(crosses).fill(0) }];
  const ids = new Map([[keyOf(states[0]!), 0]]);
  const idOf = (state: State | null): number => {
    if (state === null) return -1;
    const named = renumber(state);
    const key = keyOf(named);
    const id = ids.get(key) ?? states.push(named) - 1;
    ids.set(key, id);
    return id;
  };
  const rows: { pass: number[]; twice: number[]; touch: number[]; leave: number[] }[] = [];
  for (let id = 0; id < states.length; id += 1) {
    const state = states[id]!;
    const all = Array.from({ length: crosses }, (_, cross) => cross);
    rows.push({
      pass: all.slice(1).map((cross) => idOf(walk(state, cross - 1, 1))),
      twice: all.slice(1).map((cross) => idOf(walk(state, cross - 1, 2))),
      touch: all.map((cross) => idOf(touched(state, cross))),
      leave: all.map((cross) => idOf(left(state, cross))),
    });
  }
  const count = states.length;
  const flat = (of: (row: (typeof rows)[number]) => number[], width: number): Int32Array =>
    Int32Array.from({ length: width * count }, (_, index) => of(rows[index % count]!)[Math.floor(index / count)]!);
  return {
    crosses,
    count,
    degree: Uint8Array.from({ length: crosses * count }, (_, index) => states[index % count]!.degrees[Math.floor(index / count)]!),
    pass: flat(({ pass }) => pass, crosses - 1),
    twice: flat(({ twice }) => twice, crosses - 1),
    touch: flat(({ touch }) => touch, crosses),
    leave: flat(({ leave }) => leave, crosses),
    isTour: Uint8Array.from(states, ({ degrees, pieces }) => (degrees.every((d) => d !== 1) && Math.max(...pieces) === 1 ? 1 : 0)),
  };
}

/** Walks between cross aisle `r` and the next one, once or twice: both are met and hang together. */
function walk({ degrees, pieces }: State, r: number, times: 1 | 2): State {
  const fresh = Math.max(...pieces) + 1;
  const met = (degree: number) => (times === 2 ? (degree === 0 ? 2 : degree) : degree === 1 ? 2 : 1);
  const joined = [pieces[r]!, pieces[r + 1]!].filter((piece) => piece !== 0);
  return {
    degrees: degrees.map((degree, cross) => (cross === r || cross === r + 1 ? met(degree) : degree)),
    pieces: pieces.map((piece, cross) => (cross === r || cross === r + 1 || (piece !== 0 && joined.includes(piece)) ? fresh : piece)),
  };
}

function touched({ degrees, pieces }: State, cross: number): State {
  if (degrees[cross] !== 0) return { degrees, pieces };
  return { degrees: degrees.with(cross, 2), pieces: pieces.with(cross, Math.max(...pieces) + 1) };
}

function left({ degrees, pieces }: State, cross: number): State | null {
  if (degrees[cross] === 1) return null;
  if (degrees[cross] === 0) return { degrees, pieces };
  const isLast = pieces.filter((piece) => piece === pieces[cross]).length === 1;
  return isLast ? null : { degrees: degrees.with(cross, 0), pieces: pieces.with(cross, 0) };
}

/** Pieces numbered by where they are first met, so that equal states look the same. */
function renumber({ degrees, pieces }: State): State {
  const names = new Map<number, number>([[0, 0]]);
  for (const piece of pieces) if (!names.has(piece)) names.set(piece, names.size);
  return { degrees, pieces: pieces.map((piece) => names.get(piece)!) };
}

function keyOf({ degrees, pieces }: State): string {
  return `${degrees.join('')}/${pieces.join('')}`;
}
