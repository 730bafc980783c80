import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parsePickingFile } from '#platform/features/planning/picking/parsePickingFile.ts';
import { runPlanCommand } from '#platform/features/planning/runPlanCommand.ts';

const floor = { aisleXMm: [0, 3000], crossYMm: [0, 10_000], depot: { xMm: 0, yMm: 0 } };
const head = { format: 'halfhour-picking', version: 1, name: 'small' };
const obpgen = {
  name: 'own',
  aisles: 2,
  cellsPerSide: 8,
  cellLength: 1,
  aislePitch: 3,
  aisleLengthInclCrossHalf: 10,
  frontOffset: 1,
  depot: 'front, aisle coordinate 0.5',
  capacityLines: 3,
  orders: [[[0, 1, 2]], [[1, 0, 7]]],
};

describe('halfhour plan route and batch', () => {
  let folder = '';
  let told = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'picking-'));
    told = '';
    const tell = (text: unknown) => ((told += String(text)), true);
    vi.spyOn(process.stdout, 'write').mockImplementation(tell);
    vi.spyOn(process.stderr, 'write').mockImplementation(tell);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (content: unknown): string => {
    const file = path.join(folder, 'list.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  test('[PF1] an OBPGEN file is a floor of one block with lists and orders', () => {
    const stops = [[{ aisle: 0, yMm: 3500 }], [{ aisle: 1, yMm: 8500 }]];
    expect(parsePickingFile(JSON.stringify(obpgen))).toEqual({
      ok: true,
      value: {
        kind: 'aisles',
        name: 'own',
        floor: { ...floor, depot: { xMm: 1500, yMm: 0 } },
        lists: stops,
        orders: stops.map((own, index) => ({ id: String(index), stops: own, lines: 1 })),
        limits: { lines: 3 },
        pace: null,
      },
    });
  });

  test('[PF2] what is not understood ends with 2 and one sentence', async () => {
    const answers: [number, string][] = [];
    for (const content of [
      '{',
      { ...head, floor: { ...floor, crossYMm: [0] } },
      { ...head },
      { ...head, floor, lists: [[{ aisle: 7, yMm: 1 }]] },
    ]) {
      told = '';
      answers.push([await runPlanCommand(['route', write(content), '--json']), told.replace(`${folder}/`, '')]);
    }
    expect(answers).toEqual([
      [2, 'list.json: this is no JSON\n'],
      [2, expect.stringMatching(/^list\.json: floor\.crossYMm: .+\n$/)],
      [2, 'list.json: a picking file has a "floor", a "graph", or the fields of OBPGEN\n'],
      [2, 'no place at 1 mm in aisle 7\n'],
    ]);
    expect(await runPlanCommand(['route', path.join(folder, 'nowhere.json')])).toBe(2);
  });

  test('[PF3] routes of a floor come with their bound and the simple rules', async () => {
    const lists = [
      [
        { aisle: 1, yMm: 4000 },
        { aisle: 0, yMm: 2000 },
      ],
    ];
    expect(await runPlanCommand(['route', write({ ...head, floor, lists }), '--json'])).toBe(0);
    const rulesMm = { sShape: 26_000, return: 18_000, largestGap: 26_000, combined: 18_000 };
    const routes = [{ order: expect.arrayContaining([0, 1]), lengthMm: 18_000, boundMm: 18_000, rulesMm }];
    expect(JSON.parse(told)).toEqual({ name: 'small', routes });
  });

  test('[PF1] [PF3] routes of a graph keep ranks', async () => {
    const nodes = [
      { xMm: 0, yMm: 0 },
      { xMm: 0, yMm: 9000 },
    ];
    const graph = { nodes, edges: [{ from: 0, to: 1 }] };
    const lists = [
      {
        stops: [
          { edge: 0, alongMm: 2000, rank: 1 },
          { edge: 0, alongMm: 5000 },
        ],
      },
    ];
    expect(await runPlanCommand(['route', write({ ...head, graph, depot: { edge: 0, alongMm: 0 }, lists }), '--json'])).toBe(0);
    expect(JSON.parse(told)).toEqual({ name: 'small', routes: [{ order: [1, 0], lengthMm: 10_000, boundMm: null, rulesMm: {} }] });
  });

  test('[PF4] walks hold every order', async () => {
    expect(await runPlanCommand(['batch', write(obpgen), '--seconds', '1', '--steps', '500', '--json'])).toBe(0);
    const reason = { key: 'batching.sharedWalk', params: { orders: 2, lengthMm: 26_000, savedMm: 4000 } };
    const batches = [{ orderIds: ['0', '1'], lengthMm: 26_000, lines: 2, reason }];
    expect(JSON.parse(told)).toEqual({ name: 'own', batches, totalMm: 26_000, firstComeMm: 26_000, savingsMm: 26_000 });
  });
});
