import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { parseRobotLayout, type RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import { vdaVersions, type VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';
import { SimulatedRobot } from './simulatedRobot.ts';
import { startRobot } from './startRobot.ts';
import type { RobotFault } from './toRobotState.ts';

const faults: readonly RobotFault[] = ['frozen', 'lost', 'stuck', 'eStop', 'notLocalized', 'refusing', 'slow', 'manual'];

type RobotArguments = {
  readonly mqtt: string;
  readonly serial: string;
  readonly layout: string;
  readonly manufacturer: string;
  readonly version: VdaVersion;
  readonly at?: string;
  readonly speed: number;
  readonly battery: number;
  readonly stateEvery: number;
  readonly timeLapse: number;
  readonly json: boolean;
};

/** `halfhour robot`: one simulated VDA 5050 robot for anybody's master control, until it is asked to stop. Standard input sets and clears its faults. */
export async function runRobotCommand(argv: readonly string[]): Promise<number> {
  const given = parseArguments(argv);
  if (typeof given === 'number') return given;
  const layout = await readLayout(given.layout);
  const start = given.at === undefined ? 0 : layout.numberOf(given.at);
  if (start === -1) throw new Error(`${given.layout} has no node ${given.at}`);
  const ref = { manufacturer: given.manufacturer, serialNumber: given.serial };
  const tell = (line: Record<string, unknown>, sentence: string) =>
    process.stdout.write(given.json ? `${JSON.stringify(line)}\n` : `${sentence}\n`);
  const robot = new SimulatedRobot({
    ...ref,
    isThree: given.version === '3.0',
    mapId: layout.mapId,
    start: layout.nodes[start]!,
    maxSpeedMmPerS: given.speed,
    batteryPercent: given.battery,
    onDone: ({ actionId, actionType }) => tell({ event: 'done', actionType, actionId }, `${actionType} done (${actionId})`),
  });
  const clock = { nowMs: () => Date.now() };
  const { version, stateEvery: stateEveryMs, timeLapse } = given;
  const line = await startRobot({ mqttUrl: given.mqtt, robot, ref, version, clock, stateEveryMs, timeLapse });
  tell(
    { event: 'started', ...ref, nodeId: layout.idOf(start) },
    `Robot ${given.serial} stands on ${layout.idOf(start)} and listens at ${given.mqtt}.`,
  );
  createInterface({ input: process.stdin }).on('line', (text) => {
    const fault = faults.find((known) => known === text.trim().replace(/^-/, ''));
    if (fault === undefined) return tell({ event: 'unknown', text }, `Faults are ${faults.join(', ')}; -NAME ends one.`);
    if (text.trim().startsWith('-')) robot.faults.delete(fault);
    else robot.faults.add(fault);
    robot.isChanged = true;
    return tell({ event: 'faults', faults: [...robot.faults] }, `Faults now: ${[...robot.faults].join(', ') || 'none'}.`);
  });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  await line.close();
  return 0;
}

async function readLayout(file: string): Promise<RobotLayout> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new Error(`${file} cannot be read`);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new Error(`${file} is no JSON`);
  }
  const parsed = parseRobotLayout(raw);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.error[0]?.message ?? 'no layout'}`);
  return parsed.value.layout;
}

function parseArguments(argv: readonly string[]): RobotArguments | number {
  const program = new Command('halfhour robot')
    .description('One simulated VDA 5050 robot. Type a fault (frozen, lost, stuck, ...) to set it, -NAME to end it.')
    .requiredOption('--mqtt <url>', 'broker, for example mqtt://127.0.0.1:1883')
    .requiredOption('--serial <serial>', 'serial number', parseSerial)
    .requiredOption('--layout <file>', 'layout of nodes and ways (JSON)')
    .option('--manufacturer <name>', 'manufacturer in the topics', parseSerial, 'halfhour')
    .option('--version <version>', '2.0, 2.1 or 3.0', parseVersion, '2.1')
    .option('--at <node>', 'node it stands on (default: the first)')
    .option('--speed <mmPerS>', 'highest speed, mm/s', parsePositive, 1200)
    .option('--battery <percent>', 'charge at the start', parsePositive, 80)
    .option('--state-every <ms>', 'longest time between two states', parsePositive, 1000)
    .option('--time-lapse <factor>', 'how much faster than the clock it drives and handles', parsePositive, 1)
    .option('--json', 'JSON lines instead of sentences', false)
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return program.opts<RobotArguments>();
}

function parseSerial(text: string): string {
  if (!/^[A-Za-z0-9_.:-]{1,64}$/.test(text)) throw new InvalidArgumentError('letters, digits, _ . : - only.');
  return text;
}

function parseVersion(text: string): VdaVersion {
  if (!(text in vdaVersions)) throw new InvalidArgumentError(`known are ${Object.keys(vdaVersions).join(', ')}.`);
  return text as VdaVersion;
}

function parsePositive(text: string): number {
  const figure = Number(text);
  if (!(figure > 0 && figure <= 1_000_000)) throw new InvalidArgumentError('a number above 0.');
  return figure;
}
