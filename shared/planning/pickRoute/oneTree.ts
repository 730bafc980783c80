/**
 * The shortest 1-tree of places under weights (Held & Karp, Operations Research 18(6), 1970): a tree of all places but 0, and the two
 * shortest ways to 0. No round is shorter than its length less twice the sum of the weights.
 */
export type OneTree = {
  /** Weight of each place: added to all its ways. Set by the caller. */
  readonly weights: Float64Array;
  /** Ways of the last tree at each place. */
  readonly degrees: Int32Array;
  /** The place each place but 0 and 1 hangs on. */
  readonly parents: Int32Array;
  /** Places from 1 on, in the order they joined. */
  readonly joined: Int32Array;
  /** The two places 0 hangs on. */
  readonly ends: Int32Array;
  /** Makes the tree of these ways (`costs[from * count + to]`, at least three places) and gives the bound. */
  grow(costs: Float64Array): number;
};

/** Room for the trees of so many places. */
export function createOneTree(count: number): OneTree {
  const weights = new Float64Array(count);
  const degrees = new Int32Array(count);
  const parents = new Int32Array(count);
  const joined = new Int32Array(count - 1);
  const ends = new Int32Array(2);
  const nearest = new Float64Array(count);
  const left = new Int32Array(count);
  /** Prim's tree of the places from 1 on; each step looks at each open place once. */
  const growTree = (costs: Float64Array): number => {
    let open = 0;
    for (let place = 2; place < count; place += 1) left[open++] = place;
    nearest.fill(Infinity);
    let sum = 0;
    for (let place = 1, rank = 0; ; rank += 1) {
      joined[rank] = place;
      if (open === 0) return sum;
      const base = place * count;
      const own = weights[place]!;
      let leastMm = Infinity;
      let least = 0;
      for (let index = 0; index < open; index += 1) {
        const other = left[index]!;
        const length = costs[base + other]! + own;
        if (length < nearest[other]!) {
          nearest[other] = length;
          parents[other] = place;
        }
        const total = nearest[other]! + weights[other]!;
        if (total >= leastMm) continue;
        leastMm = total;
        least = index;
      }
      place = left[least]!;
      left[least] = left[--open]!;
      sum += leastMm;
      degrees[place]! += 1;
      degrees[parents[place]!]! += 1;
    }
  };
  return {
    weights,
    degrees,
    parents,
    joined,
    ends,
    grow(costs) {
      degrees.fill(0);
      let sum = growTree(costs) + 2 * weights[0]!;
      let [firstMm, secondMm] = [Infinity, Infinity];
      for (let place = 1; place < count; place += 1) {
        const length = costs[place]! + weights[place]!;
        if (length < firstMm) {
          secondMm = firstMm;
          ends[1] = ends[0]!;
          firstMm = length;
          ends[0] = place;
        } else if (length < secondMm) {
          secondMm = length;
          ends[1] = place;
        }
      }
      degrees[0] = 2;
      degrees[ends[0]!]! += 1;
      degrees[ends[1]!]! += 1;
      sum += firstMm + secondMm;
      for (let place = 0; place < count; place += 1) sum -= 2 * weights[place]!;
      return sum;
    },
  };
}
