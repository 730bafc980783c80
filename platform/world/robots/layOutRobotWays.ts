import type { RobotLayoutFile } from '#shared/planning/traffic/robotLayout.ts';

/** Aisles of the demo site, millimetres from the south-west corner; the lanes in front of and behind them join all. */
const aisleXMm = [4000, 7000, 10_000, 13_000, 16_000, 19_000, 24_500, 29_700];
const frontYMm = 5600;
const backYMm = 27_200;
const rungMm = 2700;

/**
 * The ways of robots on the demo site: a lane along each aisle, one in front and one behind, stations at packing and at the head of each aisle, chargers and parking places
 * as bays beside the lanes. Every lane has a way round, so no robot can be shut in.
 */
export function layOutRobotWays(): RobotLayoutFile {
  const nodes: RobotLayoutFile['nodes'] = [];
  const ways: RobotLayoutFile['ways'] = [];
  const join = (from: string, to: string) => ways.push({ from, to, isBothWays: true });
  const bay = (nodeId: string, use: 'station' | 'packing' | 'charger' | 'parking', xMm: number, yMm: number, at: string, name: string) => {
    nodes.push({ nodeId, xMm, yMm, use, name });
    join(at, nodeId);
  };
  const rungs = Math.round((backYMm - frontYMm) / rungMm);
  for (const [aisle, xMm] of aisleXMm.entries()) {
    for (let rung = 0; rung <= rungs; rung++) {
      nodes.push({ nodeId: `A${aisle + 1}-${rung}`, xMm, yMm: frontYMm + rung * rungMm, use: 'way' });
      if (rung > 0) join(`A${aisle + 1}-${rung - 1}`, `A${aisle + 1}-${rung}`);
    }
    if (aisle > 0) for (const rung of [0, rungs]) join(`A${aisle}-${rung}`, `A${aisle + 1}-${rung}`);
    bay(`PICK${aisle + 1}`, 'station', xMm + 1400, frontYMm + rungMm, `A${aisle + 1}-1`, `pick ${aisle + 1}`);
    bay(`PARK${aisle + 1}`, 'parking', xMm + 1400, backYMm - rungMm, `A${aisle + 1}-${rungs - 1}`, `parking ${aisle + 1}`);
    bay(`WAIT${aisle + 1}`, 'parking', xMm, backYMm + 1400, `A${aisle + 1}-${rungs}`, `parking ${aisle + 9}`);
  }
  for (const aisle of [2, 3, 4, 5])
    bay(`PACK${aisle - 1}`, 'packing', aisleXMm[aisle]!, frontYMm - 1500, `A${aisle + 1}-0`, `packing ${aisle - 1}`);
  for (const aisle of [0, 1, 6, 7])
    bay(`CHG${aisle < 2 ? aisle + 1 : aisle - 3}`, 'charger', aisleXMm[aisle]!, frontYMm - 1500, `A${aisle + 1}-0`, `charger`);
  return { mapId: 'xixi-floor', clearanceMm: 700, loadType: 'tote', nodes, ways };
}
