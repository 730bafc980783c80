import { describe, expect, test } from 'vitest';
import { createPrng, nextInt, type Prng } from '#shared/base/prng.ts';
import { planGraphRoute } from '#shared/planning/pickRoute/planGraphRoute.ts';
import { createWalkDistances, type GraphPlace, type WalkGraph } from '#shared/planning/pickRoute/walkGraph.ts';
import { heldKarpMm } from '#test/support/planningDraws.ts';

/** Four aisles between two cross aisles, walked up and down in turn. */
function oneWayGraph(): WalkGraph {
  const nodes = [0, 10].flatMap((yMm) => [0, 3, 6, 9].map((xMm) => ({ xMm, yMm })));
  const along = [0, 1, 2, 4, 5, 6].map((from) => ({ from, to: from + 1 }));
  const aisles = [0, 1, 2, 3].map((aisle) => ({
    from: aisle % 2 === 0 ? aisle : aisle + 4,
    to: aisle % 2 === 0 ? aisle + 4 : aisle,
    isOneWay: true,
  }));
  return { nodes, edges: [...along, ...aisles] };
}

function drawPlaces(prng: Prng, stops: number): GraphPlace[] {
  return [{ edge: 0, alongMm: 0 }, ...Array.from({ length: stops }, () => ({ edge: nextInt(prng, 6, 9), alongMm: nextInt(prng, 0, 10) }))];
}

describe('planGraphRoute', () => {
  test('[RT6] one-way aisles are walked in their direction', () => {
    const table = createWalkDistances(oneWayGraph()).tableOf([
      { edge: 6, alongMm: 2 },
      { edge: 6, alongMm: 5 },
      { edge: 7, alongMm: 5 },
    ]);
    // Up aisle 0, along the back, down aisle 1, along the front.
    expect([...table.distances]).toEqual([0, 3, 16, 23, 0, 13, 10, 13, 0]);
  });

  test('[RT6] a place nobody can walk to is refused', () => {
    const graph = {
      nodes: [
        { xMm: 0, yMm: 0 },
        { xMm: 5, yMm: 0 },
      ],
      edges: [{ from: 0, to: 1, isOneWay: true }],
    };
    const places = [
      { edge: 0, alongMm: 1 },
      { edge: 0, alongMm: 3 },
    ];
    expect(() => createWalkDistances(graph).tableOf(places)).toThrow('there is no way from place 1 to place 0');
    expect(() => createWalkDistances(graph).tableOf([{ edge: 0, alongMm: 6 }])).toThrow('no place 6 mm along edge 0');
    expect(() => createWalkDistances({ ...graph, edges: [{ from: 0, to: 7 }] })).toThrow('edge 0 names a node that is not there');
  });

  test('[RT7] [RT8] with ranks and pairs the round is the shortest that keeps them', () => {
    const prng = createPrng(7);
    const walks = createWalkDistances(oneWayGraph());
    for (let draw = 0; draw < 80; draw += 1) {
      const table = walks.tableOf(drawPlaces(prng, 8));
      const ranks = Array.from({ length: 8 }, () => (draw % 2 === 0 ? 0 : nextInt(prng, 0, 2)));
      const before = draw % 4 < 2 ? [] : ([[0, 1]] as const).filter(([first, then]) => ranks[first]! <= ranks[then]!);
      const { order, lengthMm } = planGraphRoute(table, { ranks, before });
      const isAllowed = (seen: number, next: number) =>
        ranks.every((rank, stop) => rank >= ranks[next]! || ((seen >> stop) & 1) === 1) &&
        before.every(([first, then]) => then !== next || ((seen >> first) & 1) === 1);
      expect(lengthMm).toBe(heldKarpMm(table, isAllowed));
      expect(order.map((stop) => ranks[stop]!)).toEqual(ranks.toSorted((a, b) => a - b));
    }
  });

  test('[RT7] a circle of pairs is refused', () => {
    const table = createWalkDistances(oneWayGraph()).tableOf(drawPlaces(createPrng(1), 3));
    expect(() =>
      planGraphRoute(table, {
        before: [
          [0, 1],
          [1, 2],
          [2, 0],
        ],
      }),
    ).toThrow('must come before each other');
  });
});
