import type { RobotLayoutFile } from '#shared/planning/traffic/robotLayout.ts';

/** Distance between two crossings, and from a crossing to its bay, millimetres. */
const meshMm = 2600;
const bayMm = 1000;

/** A floor for `robots` robots: a mesh of crossings with a bay at each; by turns parking places (one for each robot), pick stations, packing stations and chargers. */
export function layOutBenchWays(robots: number): RobotLayoutFile {
  const columns = Math.ceil(Math.sqrt(robots * 3));
  const rows = Math.ceil((robots * 2) / columns) + 1;
  const nodes: RobotLayoutFile['nodes'] = [];
  const ways: RobotLayoutFile['ways'] = [];
  const join = (from: string, to: string) => ways.push({ from, to, isBothWays: true });
  const uses = ['parking', 'station', 'parking', 'packing', 'parking', 'charger'] as const;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [xMm, yMm] = [column * meshMm, row * meshMm];
      const name = `N${row}-${column}`;
      nodes.push({ nodeId: name, xMm, yMm, use: 'way' });
      if (column > 0) join(`N${row}-${column - 1}`, name);
      if (row > 0) join(`N${row - 1}-${column}`, name);
      const bay = `B${row}-${column}`;
      nodes.push({ nodeId: bay, xMm: xMm + bayMm, yMm: yMm + bayMm, use: uses[(row * columns + column) % uses.length]! });
      join(name, bay);
    }
  return { mapId: 'bench', clearanceMm: 700, loadType: 'tote', nodes, ways };
}
