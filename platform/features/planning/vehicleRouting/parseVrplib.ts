import type { RoutingProblem } from '#shared/planning/vehicleRouting/routingProblem.ts';

/** What is wrong with a VRPLIB file, in one sentence. */
export class VrplibFault extends Error {}

/** Distances of these instances are cut to one decimal; the problem counts in tenths. */
export const vrplibTenths = 10;

/**
 * Reads a CVRPTW instance in the VRPLIB format (EUC_2D). Distances and times of the problem are whole tenths of the file's unit, distances cut, not rounded:
 * the convention of the DIMACS challenge and CVRPLIB for Solomon's and Gehring and Homberger's instances. Throws `VrplibFault`.
 */
export function parseVrplib(text: string): RoutingProblem {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const nodes = headerNumber(lines, 'DIMENSION');
  if (!Number.isInteger(nodes) || nodes < 2) throw new VrplibFault('DIMENSION must be a whole number above 1');
  const points = section(lines, 'NODE_COORD_SECTION', nodes, 2);
  const demands = section(lines, 'DEMAND_SECTION', nodes, 1);
  const windows = section(lines, 'TIME_WINDOW_SECTION', nodes, 2);
  const service = headerNumber(lines, 'SERVICE_TIME') * vrplibTenths;
  const distances = new Float64Array(nodes * nodes);
  for (let from = 0; from < nodes; from++)
    for (let to = 0; to < nodes; to++) {
      const metres = Math.hypot(points[from]![0]! - points[to]![0]!, points[from]![1]! - points[to]![1]!);
      distances[from * nodes + to] = Math.floor(vrplibTenths * metres);
    }
  return {
    nodes,
    distances,
    durations: distances,
    serviceTimes: Float64Array.from({ length: nodes }, (_, node) => (node === 0 ? 0 : service)),
    windowOpens: Float64Array.from(windows, ([opens]) => opens! * vrplibTenths),
    windowCloses: Float64Array.from(windows, ([, closes]) => closes! * vrplibTenths),
    demands: Float64Array.from(demands, ([demand]) => demand!),
    capacity: headerNumber(lines, 'CAPACITY'),
    vehicles: headerNumber(lines, 'VEHICLES', nodes - 1),
  };
}

function headerNumber(lines: readonly string[], key: string, otherwise?: number): number {
  const line = lines.find((candidate) => candidate.split(':')[0]?.trim() === key);
  const read = Number(line?.split(':')[1]);
  if (Number.isFinite(read)) return read;
  if (otherwise !== undefined) return otherwise;
  throw new VrplibFault(`there is no number ${key} in the file`);
}

/** Rows of a section in the order of their node numbers, without them. */
function section(lines: readonly string[], name: string, nodes: number, columns: number): number[][] {
  const start = lines.indexOf(name);
  if (start < 0) throw new VrplibFault(`there is no ${name} in the file`);
  return Array.from({ length: nodes }, (_, index) => {
    const [node, ...cells] = (lines[start + 1 + index] ?? '').split(/\s+/).map(Number);
    const isWhole = node === index + 1 && cells.length >= columns && cells.every((cell) => Number.isFinite(cell));
    if (!isWhole) throw new VrplibFault(`row ${index + 1} of ${name} is not understood`);
    return cells;
  });
}
