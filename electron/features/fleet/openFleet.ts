import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { z } from 'zod';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#shared/base/log.ts';
import type { RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import { sendAtOnce } from '#shared/wire/mqtt/sendAtOnce.ts';
import { MessageGate } from '#shared/wire/vda5050/messageGate.ts';
import type { RobotRef, VdaHeader } from '#shared/wire/vda5050/robotMessages.ts';
import { readConnection, readFactsheet, readState } from '#shared/wire/vda5050/vdaReader.ts';
import { parseVdaTopic, toVdaTopic, toVdaVersion, vdaVersions, type VdaSubtopic, type VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';
import { writeInstantActions, writeOrder, type WireMessage } from '#shared/wire/vda5050/vdaWriter.ts';
import { FleetControl } from './fleetControl.ts';
import { StationLease, leaseForm } from '#shared/sync/stationLease.ts';
import { fleetTask, isSettled, type FleetTask } from './fleetTask.ts';

/** Time between two rounds of fleet control. */
export const tickEveryMs = 200;
/** The station in charge says all open tasks again for those who have just come. */
export const sayTasksEveryMs = 10_000;

const taskNews = z.object({ stationId: z.string().max(200), task: fleetTask });

/** Nothing is queued while the broker is away: a late order is worse than none. */
const clientHabits: IClientOptions = {
  clean: true,
  queueQoSZero: false,
  timerVariant: 'native',
  reconnectPeriod: 1_000,
  reconnectOnConnackError: true,
  connectTimeout: 5_000,
  keepalive: 5,
  protocolVersion: 4,
};

export type FleetOptions = {
  readonly mqttUrl: string;
  readonly siteId: string;
  readonly stationId: string;
  readonly layout: RobotLayout;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells one run of this station from another; ends up in the ids of orders. */
  readonly runId: string;
  readonly knownTasks: readonly FleetTask[];
  readonly keepTask: (task: FleetTask) => void;
  /** Called after every round and message that changed something. */
  readonly onChange: () => void;
};

export type FleetCounters = { states: number; malformed: number; nulls: number; tooMany: number; unsent: number };

/** Fleet control on a broker. */
export type OpenFleet = {
  readonly control: FleetControl;
  readonly counters: Readonly<FleetCounters>;
  isConnected(): boolean;
  isInCharge(): boolean;
  close(): Promise<void>;
};

/** Opens fleet control on the robots' broker. Robots are found by their topics; nothing is queued while the broker is away. */
export function openFleet(options: FleetOptions): OpenFleet {
  const { clock, log, siteId, stationId } = options;
  const counters: FleetCounters = { states: 0, malformed: 0, nulls: 0, tooMany: 0, unsent: 0 };
  const leaseTopic = `halfhour/v1/${siteId}/fleet/lease`;
  const taskTopic = `halfhour/v1/${siteId}/fleet/task`;
  const versions = new Map<string, { readonly version: VdaVersion; readonly interfaceName: string }>();
  const gates = new Map<string, MessageGate>();
  const client = connect(options.mqttUrl, clientHabits);
  sendAtOnce(client);
  const publish = createPublish(client, counters);
  const lease = new StationLease(stationId, (claim) => publish(leaseTopic, JSON.stringify(claim), 1));
  const send = createSend(publish, versions, clock);
  const control = new FleetControl(
    options.layout,
    options.runId,
    {
      sendOrder: (ref, version, order) => send(ref, version, 'order', (header) => writeOrder(header, order)),
      sendInstantActions: (ref, version, actions) => send(ref, version, 'instantActions', (header) => writeInstantActions(header, actions)),
      keepTask: (task) => {
        options.keepTask(task);
        publish(taskTopic, JSON.stringify({ stationId, task }), 1);
      },
    },
    options.knownTasks,
  );
  client.on('connect', () => {
    lease.setConnected(true, clock.nowMs());
    const topics = ['state', 'factsheet'].flatMap((subtopic) => [`+/v2/+/+/${subtopic}`, `+/v3/+/+/${subtopic}`]);
    client.subscribe(topics, { qos: 0 });
    client.subscribe(['+/v2/+/+/connection', '+/v3/+/+/connection', leaseTopic, taskTopic], { qos: 1 }, (error) => {
      if (error) log.warn('fleet.subscribeFailed', { error: error.message });
    });
  });
  client.on('close', () => lease.setConnected(false, clock.nowMs()));
  client.on('error', (error) => log.debug('fleet.brokerError', { error: error.message }));
  const hearing = { control, counters, versions, gates };
  client.on('message', (topic, payload) => {
    const nowMs = clock.nowMs();
    if (topic === leaseTopic) hearForm(leaseForm, payload, counters, (claim) => lease.hear(claim, nowMs));
    else if (topic === taskTopic)
      hearForm(taskNews, payload, counters, (news) => {
        if (news.stationId !== stationId) control.tasks.hear(news.task);
      });
    else takeRobotMessage(hearing, topic, payload, nowMs);
    options.onChange();
  });
  let saidTasksAtMs = 0;
  const timer = setInterval(() => {
    const nowMs = clock.nowMs();
    lease.tick(nowMs);
    control.isInCharge = lease.holds(nowMs);
    control.tick(nowMs);
    if (control.isInCharge && nowMs - saidTasksAtMs >= sayTasksEveryMs) {
      saidTasksAtMs = nowMs;
      for (const task of control.tasks.all()) if (!isSettled(task)) publish(taskTopic, JSON.stringify({ stationId, task }), 1);
    }
    options.onChange();
  }, tickEveryMs);
  return {
    control,
    counters,
    isConnected: () => client.connected,
    isInCharge: () => lease.holds(clock.nowMs()),
    close: async () => {
      clearInterval(timer);
      await client.endAsync(true);
    },
  };
}

type Publish = (topic: string, text: string, qos: 0 | 1) => void;

/** Says a message now or never: an order that comes late is worse than none. */
function createPublish(client: MqttClient, counters: FleetCounters): Publish {
  return (topic, text, qos) => {
    if (!client.connected) {
      counters.unsent += 1;
      return;
    }
    client.publish(topic, text, { qos }, (error) => {
      if (error) counters.unsent += 1;
    });
  };
}

/** Numbers messages by topic and writes them in the robot's version. */
function createSend(publish: Publish, versions: Hearing['versions'], clock: Clock) {
  const headerIds = new Map<string, number>();
  return (ref: RobotRef, version: VdaVersion, subtopic: VdaSubtopic, write: (header: VdaHeader) => WireMessage) => {
    const topic = toVdaTopic(version, ref, subtopic, versions.get(keyOf(ref))?.interfaceName);
    const headerId = (headerIds.get(topic) ?? -1) + 1;
    headerIds.set(topic, headerId);
    publish(topic, JSON.stringify(write({ ...ref, headerId, atMs: clock.nowMs(), version: vdaVersions[version].full })), 0);
  };
}

function hearForm<F extends z.ZodType>(form: F, payload: Buffer, counters: FleetCounters, use: (message: z.infer<F>) => void): void {
  const parsed = form.safeParse(parseJson(payload));
  if (parsed.success) use(parsed.data);
  else counters.malformed += 1;
}

type Hearing = {
  readonly control: FleetControl;
  readonly counters: FleetCounters;
  readonly versions: Map<string, { readonly version: VdaVersion; readonly interfaceName: string }>;
  readonly gates: Map<string, MessageGate>;
};

/** Hands one message of a robot to fleet control; what is not what it should be is counted. */
function takeRobotMessage({ control, counters, versions, gates }: Hearing, topic: string, payload: Buffer, nowMs: number): void {
  const parts = parseVdaTopic(topic);
  if (parts === null) return void (counters.malformed += 1);
  const key = keyOf(parts);
  const gate = gates.get(key) ?? new MessageGate(nowMs);
  gates.set(key, gate);
  if (!gate.admits(nowMs)) return void (counters.tooMany += 1);
  const text = payload.toString('utf8');
  const isThree = parts.major === 3;
  const ref = { manufacturer: parts.manufacturer, serialNumber: parts.serialNumber };
  if (parts.subtopic === 'factsheet') {
    const read = readFactsheet(text, payload.length, isThree);
    const known = control.units.get(key);
    if (read.ok && known) known.factsheet = read.value.message;
    if (!read.ok) counters.malformed += 1;
    return undefined;
  }
  const read = parts.subtopic === 'state' ? readState(text, payload.length, isThree) : readConnection(text, payload.length);
  if (!read.ok) return void (counters.malformed += 1);
  counters.nulls += read.value.nulls;
  const { header, content } = read.value.message;
  const version = toVdaVersion(header.version) ?? (isThree ? '3.0' : '2.1');
  if (!versions.has(key)) versions.set(key, { version, interfaceName: parts.interfaceName });
  const unit = control.unitOf(ref, version);
  if (unit === null) return void (counters.tooMany += 1);
  if (typeof content === 'string') return void (unit.connection = content);
  counters.states += 1;
  control.hearState(unit, content, nowMs);
  return undefined;
}

function keyOf({ manufacturer, serialNumber }: RobotRef): string {
  return `${manufacturer}/${serialNumber}`;
}

function parseJson(payload: Buffer): unknown {
  try {
    return payload.length > 4096 ? null : JSON.parse(payload.toString('utf8'));
  } catch {
    return null;
  }
}
