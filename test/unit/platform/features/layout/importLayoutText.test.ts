import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test, vi } from 'vitest';
import { importLayoutText } from '#platform/features/layout/importLayoutText.ts';
import { reportLayouts, runLayoutCommand } from '#platform/features/layout/runLayoutCommand.ts';
import { parseRobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import { tempFolder } from '#test/support/tempFolder.ts';

const lifFolder = path.resolve('../shared/data/lif');
const openTcsFile = path.resolve('../shared/data/opentcs/Demo-01.xml');
const plant = `<?xml version="1.0"?>
<model version="7.0.0" name="Yard">
  <point name="A" positionX="0" positionY="0" type="PARK_POSITION"/>
  <point name="B" positionX="3000" positionY="0" type="HALT_POSITION"/>
  <point name="C" positionX="6000" positionY="NaN" type="HALT_POSITION"/>
  <path name="A-B" sourcePoint="A" destinationPoint="B" maxVelocity="1000" maxReverseVelocity="0"><pathLayout><controlPoint x="1" y="1"/></pathLayout></path>
  <path name="B-A" sourcePoint="B" destinationPoint="A" maxVelocity="0" maxReverseVelocity="0"/>
  <path name="A-B locked" sourcePoint="B" destinationPoint="A" locked="true" maxVelocity="1000"/>
  <locationType name="Charger"><allowedOperation name="CHARGE"/></locationType>
  <locationType name="Door"><allowedPeripheralOperation name="Open"/></locationType>
  <location name="L1" type="Charger" positionX="0" positionY="0"><link point="B"/></location>
  <location name="L2" type="Charger" positionX="0" positionY="0"/>
  <location name="D" type="Door" positionX="0" positionY="0"/>
  <block name="K" type="SINGLE_VEHICLE_ONLY"/>
</model>`;

test('[LY4] a plant model of openTCS: points, paths that are driven, locations as chargers, parking places', () => {
  const read = importLayoutText(plant);
  expect(read.ok && [read.value.layouts, read.value.findings.map(({ kind, at }) => `${kind} ${at}`)]).toEqual([
    [
      {
        layoutId: 'Yard',
        name: 'Yard',
        mapId: 'Yard',
        nodes: [
          { nodeId: 'A', xMm: 0, yMm: 0, use: 'parking' },
          { nodeId: 'B', xMm: 3000, yMm: 0, use: 'charger' },
        ],
        ways: [{ from: 'A', to: 'B', isBothWays: false }],
      },
    ],
    [
      'locationUnlinked location.L2',
      'noPosition point.C',
      'curveStraightened path.A-B',
      'lockedWay path.A-B locked',
      'blockLeftOut block.K',
    ],
  ]);
});

test('[LY6] broken JSON, broken XML and XML of another kind are refused with a reason', () => {
  const faults = ['{"layouts":', '<model><point></model>', '<html/>', '[]'].map((text) => {
    const read = importLayoutText(text);
    return read.ok ? null : read.error.kind;
  });
  expect(faults).toEqual(['notReadable', 'notReadable', 'notLayout', 'notLayout']);
});

test('[LY7] the command tells findings, faults and lacks, and writes a layout that the station reads', async () => {
  const folder = tempFolder('halfhour-layout-');
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const [file, out] = [path.join(folder.path, 'plant.xml'), path.join(folder.path, 'robots.json')];
  writeFileSync(file, plant);
  const codes = [
    await runLayoutCommand(['import', file, '--json', '--out', out]),
    await runLayoutCommand(['import', path.join(folder.path, 'none')]),
    await runLayoutCommand(['import', file, '--clearance', 'wide']),
  ];
  const report = JSON.parse(written[0] ?? '{}') as ReturnType<typeof reportLayouts>;
  const kept = parseRobotLayout(JSON.parse(readFileSync(out, 'utf8')));
  folder.remove();
  expect([codes, report.layouts[0]?.lacks, report.layouts[0]?.chargers, kept.ok && kept.value.layout.nodes.length]).toEqual([
    [0, 1, 2],
    [
      { kind: 'oneWayDeadEnd', nodeId: 'B' },
      { kind: 'noStation', nodeId: null },
    ],
    1,
    2,
  ]);
});

test.skipIf(!existsSync(lifFolder))('[LY1] every published example of LIF fails its own schema and is read here, with warnings', () => {
  const examples = readdirSync(lifFolder).filter((name) => name.startsWith('lif-'));
  // The schema names an address for its dialect that nobody can look up from here.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(path.join(lifFolder, 'LIF-1.0.0.schema.json'), 'utf8')) as object & {
    readonly $schema?: string;
  };
  const isValid = new Ajv({ strict: false, validateSchema: false, validateFormats: false }).compile(schema);
  const seen = examples.map((name) => {
    const text = readFileSync(path.join(lifFolder, name), 'utf8');
    const read = importLayoutText(text);
    return {
      isValid: isValid(JSON.parse(text)),
      isRead: read.ok && read.value.layouts.every(({ nodes, ways }) => nodes.length > 1 && ways.length > 0),
      isWarned: read.ok && read.value.findings.length > 0,
    };
  });
  expect([seen.length > 0, seen]).toEqual([true, examples.map(() => ({ isValid: false, isRead: true, isWarned: true }))]);
});

test.skipIf(!existsSync(openTcsFile))("[LY5] openTCS' own demo plant is read whole", () => {
  const read = importLayoutText(readFileSync(openTcsFile, 'utf8'));
  const [layout] = read.ok ? reportLayouts(read.value, 700).layouts : [];
  expect([layout?.nodes, layout?.ways, layout?.stations, layout?.chargers, layout?.lacks]).toEqual([59, 75, 11, 4, []]);
});
