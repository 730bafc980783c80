import { expect, test } from 'vitest';
import { maxImportedPlaces, maxLayoutFindings } from '#shared/wire/layout/importedLayout.ts';
import { readLif } from '#shared/wire/layout/readLif.ts';

const about = { projectIdentification: 'p', creator: 'c', exportTimestamp: '2026-01-01T00:00:00Z', lifVersion: '1.0.0' };
const node = (nodeId: string, x: unknown, y: unknown, actions: readonly string[] = []) => ({
  nodeId,
  nodePosition: { x, y },
  vehicleTypeNodeProperties: [{ vehicleTypeId: 'v', actions: actions.map((actionType) => ({ actionType, blockingType: 'HARD' })) }],
});
const edge = (startNodeId: string, endNodeId: string, more: object = {}) => ({
  edgeId: `${startNodeId}-${endNodeId}`,
  startNodeId,
  endNodeId,
  vehicleTypeEdgeProperties: [{ vehicleTypeId: 'v', rotationAllowed: false, ...more }],
});
const file = (layout: object) => ({ metaInformation: about, layouts: [{ layoutId: 'L', layoutVersion: '1', stations: [], ...layout }] });
const kinds = (raw: unknown) => {
  const read = readLif(raw);
  return read.ok ? read.value.findings.map(({ kind, at }) => `${kind} ${at}`) : read.error.kind;
};

test('[LY1] missing fields, nulls and numbers in quotes are read and named with their place', () => {
  const { stations: _, ...layout } = file({ nodes: [node('A', '1.5', 0)], edges: null }).layouts[0]!;
  const raw = { metaInformation: { ...about, creator: null }, layouts: [layout] };
  const read = readLif(raw);
  expect([kinds(raw), read.ok && read.value.layouts[0]?.nodes]).toEqual([
    ['nullField metaInformation.creator', 'wrongType L.nodes[0].A.nodePosition.x', 'missingField L.stations', 'nullField L.edges'],
    [{ nodeId: 'A', xMm: 1500, yMm: 0, use: 'way' }],
  ]);
});

test('[LY2] positions are millimetres, and a node without one is left out and named', () => {
  const raw = file({ nodes: [node('A', 1.2345, -0.5), node('B', 'north', 1)], edges: [edge('A', 'B')] });
  const read = readLif(raw);
  expect([read.ok && read.value.layouts[0], kinds(raw)]).toEqual([
    { layoutId: 'L', name: 'L', mapId: 'L', nodes: [{ nodeId: 'A', xMm: 1235, yMm: -500, use: 'way' }], ways: [] },
    ['wrongType L.nodes[1].B.nodePosition.x', 'noPosition L.nodes[1].B', 'unknownNode L.edges[0].A-B'],
  ]);
});

test('[LY3] opposite edges are one way for both; loops, repeats and unknown ends are left out and named', () => {
  const nodes = [node('A', 0, 0), node('B', 2, 0), node('C', 4, 0)];
  const edges = [edge('B', 'A'), edge('A', 'B'), edge('B', 'C'), edge('B', 'C'), edge('C', 'C'), edge('C', 'X')];
  const read = readLif(file({ nodes, edges }));
  expect([read.ok && read.value.layouts[0]?.ways, kinds(file({ nodes, edges }))]).toEqual([
    [
      { from: 'A', to: 'B', isBothWays: true },
      { from: 'B', to: 'C', isBothWays: false },
    ],
    ['doubleWay L.edges[3].B-C', 'loop L.edges[4].C-C', 'unknownNode L.edges[5].C-X'],
  ]);
});

test('[LY4] stations and the actions of nodes say what a place is for', () => {
  const stations = [{ stationId: 'S', stationName: 'Pack', interactionNodeIds: ['B', 'C', 'Z'], stationHeight: 0.5 }];
  const read = readLif(
    file({ nodes: [node('A', 0, 0, ['park']), node('B', 2, 0), node('C', 4, 0, ['startCharging'])], edges: [], stations }),
  );
  expect([read.ok && read.value.layouts[0]?.nodes.map(({ use }) => use), read.ok && read.value.findings.map(({ kind }) => kind)]).toEqual([
    ['parking', 'station', 'charger'],
    ['unknownNode'],
  ]);
});

test('[LY5] curves, several maps and several vehicle types are findings', () => {
  const nodes = [
    { ...node('A', 0, 0), mapId: 'one' },
    { ...node('B', 2, 0), mapId: 'two', vehicleTypeNodeProperties: [{ vehicleTypeId: 'other' }] },
  ];
  const edges = [edge('A', 'B', { trajectory: { knotVector: [0, 1], controlPoints: [] } })];
  expect(kinds(file({ nodes, edges }))).toEqual(['curveStraightened L.edges[0].A-B', 'manyMaps L', 'manyVehicleTypes L']);
});

test('[LY6] what is no layout or too large is refused, and findings end with how many more there were', () => {
  const many = {
    layouts: [
      { layoutId: 'L', layoutVersion: '1', stations: [], edges: [], nodes: Array.from({ length: maxImportedPlaces + 1 }, () => ({})) },
    ],
  };
  const broken = file({ nodes: Array.from({ length: maxLayoutFindings + 3 }, () => null), edges: [] });
  const found = kinds(broken);
  expect([kinds([]), kinds({ nodes: [] }), kinds({ ...many, metaInformation: about }), found.length, found.at(-1)]).toEqual([
    'notLayout',
    'notLayout',
    'tooLarge',
    maxLayoutFindings + 1,
    'cut ',
  ]);
});
