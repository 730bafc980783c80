import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, CommanderError } from 'commander';
import { openFleet } from '#electron/features/fleet/openFleet.ts';
import { fleetTaskRequest, type FleetTask } from '#electron/features/fleet/fleetTask.ts';
import { openTaskFile } from '#electron/features/fleet/openTaskFile.ts';
import { createLog } from '#electron/host/createLog.ts';
import { parseRobotLayout, type RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import { untilAskedToStop } from './untilAskedToStop.ts';

type FleetArguments = {
  readonly mqtt: string;
  readonly site: string;
  readonly siteId: string;
  readonly station: string;
  readonly data?: string;
};

/**
 * `halfhour fleet`: fleet control alone. Tasks come as JSON lines on standard input (also `{"byHand": taskId, "hasGoods": bool}`, `{"pause": bool}`, `{"remove": robot}`);
 * every change of a task and of a robot's status goes out as a JSON line.
 */
export async function runFleetCommand(argv: readonly string[]): Promise<number> {
  const given = parseArguments(argv);
  if (typeof given === 'number') return given;
  const layout = await readSite(given.site);
  const folder = given.data ?? (await mkdtemp(join(tmpdir(), 'halfhour-fleet-')));
  const log = createLog('warn');
  const tasks = await openTaskFile(join(folder, 'tasks.jsonl'), (error) => log.error('fleet.diskFault', { error: String(error) }));
  const tell = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const statuses = new Map<string, string>();
  const fleet = openFleet({
    mqttUrl: given.mqtt,
    siteId: given.siteId,
    stationId: given.station,
    layout,
    clock: { nowMs: () => Date.now() },
    log,
    runId: `hh${Date.now().toString(36)}`,
    knownTasks: tasks.known,
    keepTask: (task: FleetTask) => {
      tasks.keep(task);
      tell({ event: 'task', taskId: task.taskId, status: task.status, robot: task.robot });
    },
    onChange: () => {
      for (const unit of fleet.control.units.values()) {
        const status = unit.status(Date.now());
        if (statuses.get(unit.key) === status) continue;
        statuses.set(unit.key, status);
        tell({ event: 'robot', robot: unit.key, status, atMs: Date.now() });
      }
    },
  });
  tell({ event: 'started', nodes: layout.nodes.length });
  createInterface({ input: process.stdin }).on('line', (line) => tell(answer(fleet.control, line)));
  await untilAskedToStop(async () => {
    await fleet.close();
    await tasks.close();
    if (given.data === undefined) await rm(folder, { recursive: true, force: true });
  });
  return 0;
}

function answer(control: ReturnType<typeof openFleet>['control'], line: string): Record<string, unknown> {
  let asked: Record<string, unknown>;
  try {
    asked = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { event: 'refused', reason: 'no JSON' };
  }
  const nowMs = Date.now();
  if (typeof asked['byHand'] === 'string')
    return { event: 'answer', byHand: asked['byHand'], answer: control.takeByHand(asked['byHand'], asked['hasGoods'] === true, nowMs) };
  if (typeof asked['pause'] === 'boolean') {
    control.isPaused = asked['pause'];
    return { event: 'answer', pause: asked['pause'] };
  }
  if (typeof asked['remove'] === 'string')
    return { event: 'answer', remove: asked['remove'], isKnown: control.remove(asked['remove'], nowMs) };
  const request = fleetTaskRequest.safeParse(asked);
  if (!request.success) return { event: 'refused', reason: request.error.issues[0]?.message ?? 'no task' };
  return { event: 'answer', taskId: request.data.taskId, answer: control.request(request.data, nowMs) };
}

async function readSite(file: string): Promise<RobotLayout> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new Error(`${file} cannot be read`);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new Error(`${file} is no JSON`);
  }
  const parsed = parseRobotLayout(raw);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.error.map(({ message }) => message).join('; ')}`);
  for (const { message } of parsed.value.warnings) process.stderr.write(`${file}: ${message}\n`);
  return parsed.value.layout;
}

function parseArguments(argv: readonly string[]): FleetArguments | number {
  const program = new Command('halfhour fleet')
    .description('Fleet control alone, for VDA 5050 robots on a broker. Tasks in, events out, as JSON lines.')
    .requiredOption('--mqtt <url>', 'broker of the robots, for example mqtt://127.0.0.1:1883')
    .requiredOption('--site <file>', 'layout of nodes and ways (JSON)')
    .option('--site-id <id>', 'site in the topics of stations', 'site')
    .option('--station <id>', 'name of this station among those that may be in charge', 'fleet-alone')
    .option('--data <folder>', 'where tasks are kept (default: a temporary folder)')
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return program.opts<FleetArguments>();
}
