import { describe, expect, test } from 'vitest';
import { DistanceTables, unreachable } from '#shared/planning/traffic/distanceTables.ts';
import { findPathCollisions } from '#shared/planning/traffic/findCollisions.ts';
import { findDeadEnd, toGridGraph, TrafficGraph } from '#shared/planning/traffic/trafficGraph.ts';

const ring = new TrafficGraph(4, [
  { from: 0, to: 1, cost: 2 },
  { from: 1, to: 2, cost: 3 },
  { from: 2, to: 3, cost: 1 },
  { from: 3, to: 0, cost: 4 },
]);

describe('the graph of a floor', () => {
  test('[TP2] a table holds the least costs along ways of one direction and different costs', () => {
    expect([...new DistanceTables(ring).to(2)]).toEqual([5, 3, 0, 9]);
  });

  test('[TP2] a node without a way to the goal is said to have none', () => {
    const line = new TrafficGraph(2, [{ from: 0, to: 1, cost: 1 }]);
    expect([...new DistanceTables(line).to(0)]).toEqual([0, unreachable]);
  });

  test('[TP2] no more tables are kept than the limit, and the newest is', () => {
    const tables = new DistanceTables(ring, 2);
    const first = tables.to(0);
    const second = tables.to(1);
    tables.to(0);
    tables.to(2);
    expect({ kept: tables.kept, isFirstKept: tables.to(0) === first, isSecondKept: tables.to(1) === second }).toEqual({
      kept: 2,
      isFirstKept: true,
      isSecondKept: false,
    });
  });

  test('[TP7] a way that cannot be left without driving it backwards is named', () => {
    const pocket = toGridGraph(3, 3, (cell) => cell !== 3 && cell !== 4 && cell !== 7 && cell !== 8);
    const block = toGridGraph(3, 3, (cell) => cell !== 4);
    expect({ block: findDeadEnd(block.graph), ring: findDeadEnd(ring), pocket: findDeadEnd(pocket.graph) !== null }).toEqual({
      block: null,
      ring: null,
      pocket: true,
    });
  });

  test('[TP1] the checker finds a shared node, a change of places and a jump, and nothing else', () => {
    const { graph } = toGridGraph(4, 1, () => true);
    const kinds = (paths: number[][]) => findPathCollisions(graph, paths).map(({ kind, step }) => `${kind} ${step}`);
    expect({
      shared: kinds([
        [0, 1],
        [2, 1],
      ]),
      start: kinds([[0], [0]]),
      swapped: kinds([
        [0, 1],
        [1, 0],
      ]),
      jumped: kinds([[0, 2]]),
      parked: kinds([[0, 1, 2], [2]]),
      following: kinds([
        [0, 1, 2],
        [1, 2, 3],
      ]),
    }).toEqual({ shared: ['vertex 1'], start: ['vertex 0'], swapped: ['swap 1'], jumped: ['jump 1'], parked: ['vertex 2'], following: [] });
  });
});
