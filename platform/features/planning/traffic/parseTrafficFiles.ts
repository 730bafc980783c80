import { toGridGraph, type GridGraph } from '#shared/planning/traffic/trafficGraph.ts';

/** What is wrong with a map or a scenario, in one sentence. */
export class TrafficFileFault extends Error {}

/** A floor of cells and, where the file says so, the cells that goals are drawn from and those where robots stand at first. */
export type TrafficFloor = {
  readonly grid: GridGraph;
  readonly height: number;
  readonly endpoints: readonly number[];
  readonly homes: readonly number[];
};

/** Where robots start and where they must go, as nodes of the floor. */
export type TrafficScenario = { readonly mapName: string; readonly starts: readonly number[]; readonly goals: readonly number[] };

/** Most cells of a map. */
export const cellLimit = 4_000_000;

/**
 * Reads a map: MovingAI's format (`type octile`, `height`, `width`, `map`; `.`, `G` and `S` are free) or that of RHCR's warehouses (`rows,columns`, three more numbers, then rows of
 * `@` shelf, `e` endpoint, `r` home, `.` floor). Throws `TrafficFileFault`.
 */
export function parseTrafficMap(text: string): TrafficFloor {
  const lines = text.split(/\r?\n/);
  const isWarehouse = /^\d+,\d+$/.test(lines[0]?.trim() ?? '');
  const [height, width] = isWarehouse ? lines[0]!.split(',').map(Number) : [headerNumber(lines, 'height'), headerNumber(lines, 'width')];
  if (!(height! > 0 && width! > 0 && height! * width! <= cellLimit)) throw new TrafficFileFault(`a map has 1 to ${cellLimit} cells`);
  const first = isWarehouse ? 4 : lines.findIndex((line) => line.trim() === 'map') + 1;
  if (first === 0) throw new TrafficFileFault("there is no line 'map'");
  const rows = lines.slice(first, first + height!);
  const odd = rows.findIndex((row) => row.length !== width);
  if (rows.length < height! || odd !== -1)
    throw new TrafficFileFault(`row ${(odd === -1 ? rows.length : odd) + 1} of the map has not ${width} cells`);
  const cells = rows.join('');
  const free = isWarehouse ? '.er' : '.GS';
  const grid = toGridGraph(width!, height!, (cell) => free.includes(cells[cell]!));
  const nodesOf = (mark: string) =>
    Array.from(cells, (cell, index) => (cell === mark ? grid.nodeOfCell[index]! : -1)).filter((node) => node !== -1);
  return { grid, height: height!, endpoints: isWarehouse ? nodesOf('e') : [], homes: isWarehouse ? nodesOf('r') : [] };
}

/** The map a MovingAI scenario is for. Throws `TrafficFileFault`. */
export function scenarioMapName(text: string): string {
  const name = text.split(/\r?\n/)[1]?.split('\t')[1];
  if (!text.startsWith('version') || name === undefined)
    throw new TrafficFileFault('a scenario starts with its version and has a row for each robot');
  return name;
}

/** Reads the first `robots` rows of a MovingAI scenario. Throws `TrafficFileFault`. */
export function parseTrafficScenario(text: string, floor: TrafficFloor, robots: number): TrafficScenario {
  const rows = text
    .split(/\r?\n/)
    .slice(1)
    .filter((row) => row.trim() !== '')
    .slice(0, robots);
  if (rows.length < robots) throw new TrafficFileFault(`the scenario has ${rows.length} robots, not ${robots}`);
  const nodeAt = (column: number, row: number, at: number) => {
    const node =
      column >= 0 && row >= 0 && column < floor.grid.width && row < floor.height
        ? floor.grid.nodeOfCell[row * floor.grid.width + column]
        : undefined;
    if (node === undefined || node === -1)
      throw new TrafficFileFault(`row ${at + 1} of the scenario names a cell where no robot can stand`);
    return node;
  };
  const places = rows.map((row, at) => {
    const [startColumn = -1, startRow = -1, goalColumn = -1, goalRow = -1] = row.split('\t').slice(4, 8).map(Number);
    return { start: nodeAt(startColumn, startRow, at), goal: nodeAt(goalColumn, goalRow, at) };
  });
  return { mapName: scenarioMapName(text), starts: places.map(({ start }) => start), goals: places.map(({ goal }) => goal) };
}

function headerNumber(lines: readonly string[], key: string): number {
  const line = lines.slice(0, 4).find((candidate) => candidate.startsWith(`${key} `));
  const read = Number(line?.slice(key.length));
  if (!Number.isInteger(read)) throw new TrafficFileFault(`there is no number '${key}' at the head of the map`);
  return read;
}
