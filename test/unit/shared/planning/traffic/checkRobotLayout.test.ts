import { expect, test } from 'vitest';
import { checkRobotLayout } from '#shared/planning/traffic/checkRobotLayout.ts';

const node = (nodeId: string, use: 'way' | 'station' | 'charger' | 'parking' = 'way') => ({ nodeId, xMm: 0, yMm: 0, use });
const way = (from: string, to: string, isBothWays = true) => ({ from, to, isBothWays });

test('[TP14] places nobody reaches, places nobody leaves, and what is missing everywhere are named', () => {
  const nodes = [node('A', 'station'), node('B'), node('C'), node('D'), node('E')];
  const ways = [way('A', 'B'), way('B', 'C', false), way('D', 'A', false)];
  expect([checkRobotLayout({ nodes, ways }), checkRobotLayout({ nodes: [], ways: [] })]).toEqual([
    [
      { kind: 'oneWayDeadEnd', nodeId: 'C' },
      { kind: 'unreachable', nodeId: 'D' },
      { kind: 'unreachable', nodeId: 'E' },
      { kind: 'noCharger', nodeId: null },
      { kind: 'noParking', nodeId: null },
    ],
    [{ kind: 'empty', nodeId: null }],
  ]);
});

test('[TP14] a round trip with a station, a charger and a parking place lacks nothing', () => {
  const nodes = [node('A', 'station'), node('B', 'charger'), node('C', 'parking')];
  expect(checkRobotLayout({ nodes, ways: [way('A', 'B', false), way('B', 'C', false), way('C', 'A', false)] })).toEqual([]);
});
