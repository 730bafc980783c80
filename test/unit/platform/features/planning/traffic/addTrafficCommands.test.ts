import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runPlanCommand } from '#platform/features/planning/runPlanCommand.ts';
import { parseTrafficMap } from '#platform/features/planning/traffic/parseTrafficFiles.ts';

const octile = 'type octile\nheight 3\nwidth 4\nmap\n....\n.TT.\n....\n';
const warehouse = '3,4\n2\n1\n100\n.ee.\n.@@.\nr...\n';
const scenario = 'version 1\n0\tfloor.map\t4\t3\t0\t0\t3\t0\t0\n0\tfloor.map\t4\t3\t3\t2\t0\t2\t0\n';

describe('plan traffic', () => {
  let folder: string;
  let said: { out: string; err: string };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'halfhour-traffic-'));
    said = { out: '', err: '' };
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true));
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
    writeFileSync(path.join(folder, 'floor.map'), octile);
    writeFileSync(path.join(folder, 'kiva.map'), warehouse);
    writeFileSync(path.join(folder, 'floor.scen'), scenario);
    writeFileSync(path.join(folder, 'short.map'), octile.replace('....\n.TT', '...\n.TT'));
  });

  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test('[TF1] both kinds of map have the same free cells; the warehouse has endpoints and homes', () => {
    const [one, other] = [parseTrafficMap(octile), parseTrafficMap(warehouse)];
    expect({ cells: [...one.grid.cellOfNode], endpoints: other.endpoints, homes: other.homes }).toEqual({
      cells: [...other.grid.cellOfNode],
      endpoints: [1, 2],
      homes: [6],
    });
  });

  test('[TF2] a map with a short row, a scenario with too few robots and a missing file are refused with a sentence', async () => {
    const map = path.join(folder, 'floor.map');
    const codes = [
      await runPlanCommand(['traffic', path.join(folder, 'short.map')]),
      await runPlanCommand(['traffic', map, '--scenario', path.join(folder, 'floor.scen'), '--robots', '3']),
      await runPlanCommand(['traffic', path.join(folder, 'none.map')]),
    ];
    expect({ codes, err: said.err.replaceAll(`${folder}/`, '') }).toEqual({
      codes: [2, 2, 2],
      err: 'short.map: row 1 of the map has not 4 cells\nfloor.scen: the scenario has 2 robots, not 3\nnone.map cannot be read\n',
    });
  });

  test('[TF3] a scenario is planned from start to goal', async () => {
    const words = [
      'traffic',
      path.join(folder, 'floor.map'),
      '--scenario',
      path.join(folder, 'floor.scen'),
      '--robots',
      '2',
      '--seconds',
      '0.05',
      '--json',
    ];
    const code = await runPlanCommand(words);
    const { cost, bound, paths } = JSON.parse(said.out) as { cost: number; bound: number; paths: number[][][] };
    expect({ code, cost, bound, ends: paths.map((steps) => [steps[0], steps.at(-1)]) }).toEqual({
      code: 0,
      cost: 6,
      bound: 6,
      ends: [
        [
          [0, 0],
          [3, 0],
        ],
        [
          [3, 2],
          [0, 2],
        ],
      ],
    });
  });

  test('[TF4] robots play on a warehouse map', async () => {
    const code = await runPlanCommand(['traffic', path.join(folder, 'kiva.map'), '--robots', '1', '--steps', '40', '--json']);
    const { tasks, collisions, deadlocks } = JSON.parse(said.out) as { tasks: number; collisions: number; deadlocks: number };
    expect({ code, hasArrived: tasks > 10, collisions, deadlocks }).toEqual({ code: 0, hasArrived: true, collisions: 0, deadlocks: 0 });
  });
});
