import { readFile, writeFile } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { checkRobotLayout, type LayoutLack } from '#shared/planning/traffic/checkRobotLayout.ts';
import { type LayoutFault, parseRobotLayout, robotLayoutForm, type RobotLayoutFile } from '#shared/planning/traffic/robotLayout.ts';
import type { ImportedLayout, LayoutImport } from '#shared/wire/layout/importedLayout.ts';
import { importLayoutText } from './importLayoutText.ts';

type ImportArguments = { readonly layout?: string; readonly out?: string; readonly clearance: number; readonly json: boolean };

/** What an import tells: what was read, what was not as it should be, what the traffic planner refuses, what the layout lacks. */
export type LayoutReport = Omit<LayoutImport, 'layouts'> & {
  readonly layouts: readonly {
    readonly layoutId: string;
    readonly name: string;
    readonly nodes: number;
    readonly ways: number;
    readonly stations: number;
    readonly chargers: number;
    readonly parkings: number;
    readonly faults: readonly LayoutFault[];
    readonly lacks: readonly LayoutLack[];
  }[];
};

/** `halfhour layout SUBCOMMAND`. Resolves with the exit code: 1 where the file is no layout, 2 where something was not understood. */
export async function runLayoutCommand(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('halfhour layout').description('Layouts of robots: read those of others.').exitOverride();
  program
    .command('import')
    .description('Read a VDMA LIF file or an openTCS plant model; tell what is in it, what was not as it should be and what it lacks.')
    .argument('<file>', 'LIF (JSON) or openTCS plant model (XML)')
    .option('--layout <id>', 'the layout of the file to write, where there are several')
    .option('--out <file>', 'write the layout for the station (robots.json)')
    .option('--clearance <mm>', 'nodes nearer than this are in each other’s way', parseClearance, 700)
    .option('--json', 'one JSON object', false)
    .exitOverride()
    .action(async (file: string, given: ImportArguments) => {
      exitCode = await importFile(file, given);
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

/** The report of an import. */
export function reportLayouts(imported: LayoutImport, clearanceMm: number): LayoutReport {
  const count = (layout: ImportedLayout, use: string) => layout.nodes.filter((node) => node.use === use).length;
  return {
    ...imported,
    layouts: imported.layouts.map((layout) => {
      const file = toLayoutFile(layout, clearanceMm);
      const parsed = parseRobotLayout(file);
      return {
        layoutId: layout.layoutId,
        name: layout.name,
        nodes: layout.nodes.length,
        ways: layout.ways.length,
        stations: count(layout, 'station'),
        chargers: count(layout, 'charger'),
        parkings: count(layout, 'parking'),
        faults: parsed.ok ? parsed.value.warnings : parsed.error,
        lacks: checkRobotLayout(file),
      };
    }),
  };
}

function toLayoutFile(layout: ImportedLayout, clearanceMm: number): RobotLayoutFile {
  return { mapId: layout.mapId, clearanceMm, loadType: 'tote', nodes: [...layout.nodes], ways: [...layout.ways] };
}

async function importFile(file: string, given: ImportArguments): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return complain(`${file} cannot be read`);
  const imported = importLayoutText(text);
  if (!imported.ok) return complain(`${file} is no layout: ${imported.error.detail}`);
  const report = reportLayouts(imported.value, given.clearance);
  process.stdout.write(given.json ? `${JSON.stringify(report)}\n` : toLines(report));
  if (given.out === undefined) return 0;
  const { layouts } = imported.value;
  const chosen = layouts.find(({ layoutId }) => layoutId === (given.layout ?? layoutId));
  if (chosen === undefined || (layouts.length > 1 && given.layout === undefined))
    return complain(`name one with --layout: ${layouts.map(({ layoutId }) => layoutId).join(', ')}`);
  const checked = robotLayoutForm.safeParse(toLayoutFile(chosen, given.clearance));
  if (!checked.success) return complain(`${chosen.layoutId} has nothing to drive on`);
  await writeFile(given.out, `${JSON.stringify(checked.data, null, 2)}\n`);
  return 0;
}

function toLines(report: LayoutReport): string {
  const lines = [`${report.source} ${report.version}`];
  for (const layout of report.layouts) {
    lines.push(
      `${layout.layoutId}: ${layout.nodes} nodes, ${layout.ways} ways, ${layout.stations} stations, ${layout.chargers} chargers, ${layout.parkings} parking places`,
    );
    for (const { kind, message } of layout.faults) lines.push(`  ${kind}: ${message}`);
    for (const { kind, nodeId } of layout.lacks) lines.push(`  ${kind}${nodeId === null ? '' : `: ${nodeId}`}`);
  }
  for (const { kind, at, detail } of report.findings) lines.push(`warning ${kind} ${at}: ${detail}`);
  return `${lines.join('\n')}\n`;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

function parseClearance(text: string): number {
  const clearanceMm = Number(text);
  if (!Number.isInteger(clearanceMm) || clearanceMm <= 0 || clearanceMm > 10_000)
    throw new InvalidArgumentError('whole millimetres up to 10,000');
  return clearanceMm;
}
