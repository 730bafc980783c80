import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { Log } from '#shared/base/log.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import type { FleetView, RobotView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { parseRobotLayout, type RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import { isSettled } from './fleetTask.ts';
import { FleetRecorder } from './fleetRecorder.ts';
import { openFleet, type OpenFleet } from './openFleet.ts';
import { openTaskFile, type TaskFile } from './openTaskFile.ts';
import type { RobotUnit } from './robotUnit.ts';

/** Least time between two views told to a screen: more is not seen. */
export const viewEveryMs = 100;
/** Ended tasks that screens still show. */
export const shownEnded = 30;

/** The site's robots for the screens of this station, or nothing where the station has no `robots.json`. */
export type FleetService = {
  control(): OpenFleet['control'] | null;
  /** What came from the robots and what was left out; null before the broker is known. */
  counters(): OpenFleet['counters'] | null;
  isInCharge(): boolean;
  ways(): RobotWaysView;
  /** The last hour, to be looked at again. */
  readonly recorder: Pick<FleetRecorder, 'history' | 'viewAt'>;
  follow(signal: StopSignal | undefined): AsyncIterableIterator<FleetView>;
  /** Looks whether the station is enrolled by now; `mqttUrl` is where its broker is, as far as that is known. */
  look(mqttUrl: string | null): void;
  close(): Promise<void>;
};

export type FleetServiceOptions = {
  readonly dataFolder: string;
  /** The layout, where it is not read from the data folder's `robots.json`. */
  readonly robotWays?: unknown;
  readonly station: () => { readonly stationId: string; readonly siteId: string } | null;
  readonly clock: Clock;
  readonly log: Log;
};

/** Reads the layout and the kept tasks; robots are told nothing before `look` finds a broker. A layout with faults is logged and left out. */
export async function createFleetService(options: FleetServiceOptions): Promise<FleetService> {
  const layout = await readLayout(options);
  const tasks =
    layout === null
      ? null
      : await openTaskFile(join(options.dataFolder, 'robotTasks.jsonl'), (error) =>
          options.log.error('fleet.diskFault', { error: String(error) }),
        );
  return new HostFleet(options, layout, tasks);
}

class HostFleet implements FleetService {
  readonly #options: FleetServiceOptions;
  readonly #layout: RobotLayout | null;
  readonly #tasks: TaskFile | null;
  readonly #readers = new Set<EventStream<FleetView>>();
  readonly recorder = new FleetRecorder();
  #fleet: OpenFleet | null = null;
  #toldAtMs = 0;
  #hasNews = true;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: FleetServiceOptions, layout: RobotLayout | null, tasks: TaskFile | null) {
    this.#options = options;
    this.#layout = layout;
    this.#tasks = tasks;
    this.#timer = setInterval(() => this.#tell(), viewEveryMs);
    this.#timer.unref();
  }

  control = () => this.#fleet?.control ?? null;
  counters = () => this.#fleet?.counters ?? null;
  isInCharge = () => this.#fleet?.isInCharge() ?? false;

  ways(): RobotWaysView {
    const layout = this.#layout;
    if (layout === null) return null;
    const ways: { from: string; to: string }[] = [];
    const { graph } = layout;
    for (let from = 0; from < graph.nodeCount; from++)
      for (let way = graph.outStart[from]!; way < graph.outStart[from + 1]!; way++) {
        const to = graph.outTo[way]!;
        if (from < to || !graph.hasWay(to, from)) ways.push({ from: layout.idOf(from), to: layout.idOf(to) });
      }
    return { nodes: layout.nodes.map(({ nodeId, xMm, yMm, use }) => ({ nodeId, xMm, yMm, use })), ways };
  }

  follow(signal: StopSignal | undefined): AsyncIterableIterator<FleetView> {
    const reader = createEventStream<FleetView>({ maxQueued: 2, whenFull: 'keepNewest', onClose: () => this.#readers.delete(reader) });
    this.#readers.add(reader);
    signal?.addEventListener('abort', () => reader.end(), { once: true });
    if (signal?.aborted) reader.end();
    reader.push(this.#view());
    return reader;
  }

  look(url: string | null): void {
    const { station, log, clock } = this.#options;
    const enrolled = station();
    if (this.#layout === null || this.#tasks === null || this.#fleet !== null || url === null || enrolled === null) return;
    const tasks = this.#tasks;
    this.#fleet = openFleet({
      mqttUrl: url,
      siteId: enrolled.siteId,
      stationId: enrolled.stationId,
      layout: this.#layout,
      clock,
      log,
      runId: `hh-${randomUUID().slice(-8)}`,
      knownTasks: tasks.known,
      keepTask: (task) => tasks.keep(task),
      onChange: () => (this.#hasNews = true),
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const reader of this.#readers) reader.end();
    await this.#fleet?.close();
    await this.#tasks?.close();
  }

  #tell(): void {
    const nowMs = this.#options.clock.nowMs();
    if (this.#fleet !== null && this.recorder.isDue(nowMs)) this.recorder.take(this.#view());
    if (this.#readers.size === 0 || (!this.#hasNews && nowMs - this.#toldAtMs < 1000)) return;
    this.#hasNews = false;
    this.#toldAtMs = nowMs;
    const view = this.#view();
    for (const reader of this.#readers) reader.push(view);
  }

  #view(): FleetView {
    const atMs = this.#options.clock.nowMs();
    const control = this.control();
    const all = control?.tasks.all() ?? [];
    const ended = all.filter(isSettled).slice(-shownEnded);
    const open = all.filter((task) => !isSettled(task)).slice(0, 150);
    return {
      atMs,
      isConnected: this.#fleet?.isConnected() ?? false,
      isInCharge: this.isInCharge(),
      isPaused: control?.isPaused ?? false,
      robots: [...(control?.units.values() ?? [])].map((unit) =>
        toView(unit, this.#layout!, control!.tasks.ofRobot(unit.key)?.taskId ?? null, atMs),
      ),
      tasks: [...open, ...ended].map(({ taskId, status, fromNodeId, toNodeId, loadId, robot, dueAtMs, changedAtMs }) => ({
        ...{ taskId, status, fromNodeId, toNodeId, loadId, robot, dueAtMs, changedAtMs },
      })),
    };
  }
}

function toView(unit: RobotUnit, layout: RobotLayout, taskId: string | null, nowMs: number): RobotView {
  const { state } = unit;
  const position = state?.position ?? null;
  return {
    key: unit.key,
    status: unit.status(nowMs),
    heardAtMs: state === null ? null : unit.heardAtMs,
    saidAtMs: state?.atMs ?? null,
    batteryPercent: state?.batteryPercent ?? null,
    place: position === null ? null : { xMm: position.xMm, yMm: position.yMm, thetaRad: position.thetaRad },
    route: unit
      .held()
      .slice(0, 100)
      .map((node) => layout.idOf(node)),
    taskId,
    loadIds: (state?.loadIds ?? []).slice(0, 20),
    errors: (state?.errors ?? []).slice(0, 20).map(({ errorType, description }) => ({ errorType: errorType.slice(0, 200), description })),
    isHeldByPerson: unit.isHeldByPerson,
  };
}

async function readLayout({ robotWays, dataFolder, log }: FleetServiceOptions): Promise<RobotLayout | null> {
  let raw = robotWays;
  if (raw === undefined) {
    const text = await readFile(join(dataFolder, 'robots.json'), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      raw = JSON.parse(text);
    } catch {
      raw = null;
    }
  }
  const parsed = parseRobotLayout(raw);
  if (parsed.ok) return parsed.value.layout;
  log.error('fleet.layoutRefused', { faults: parsed.error.slice(0, 5).map(({ message }) => message) });
  return null;
}
