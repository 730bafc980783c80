import mqtt from 'mqtt';
import type { Clock } from '#shared/base/clock.ts';
import { sendAtOnce } from '#shared/wire/mqtt/sendAtOnce.ts';
import type { RobotRef, VdaHeader } from '#shared/wire/vda5050/robotMessages.ts';
import { readInstantActions, readOrder } from '#shared/wire/vda5050/vdaReader.ts';
import { toVdaTopic, vdaVersions, type VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';
import { writeConnection, writeFactsheet, writeState } from '#shared/wire/vda5050/vdaWriter.ts';
import type { SimulatedRobot } from './simulatedRobot.ts';

export type RobotLineOptions = {
  readonly mqttUrl: string;
  readonly robot: SimulatedRobot;
  readonly ref: RobotRef;
  readonly version: VdaVersion;
  readonly clock: Clock;
  /** Time between two looks at the robot, and longest time between two states. */
  readonly stepMs?: number;
  readonly stateEveryMs?: number;
  /** How much faster than the clock the robot drives and handles; what it sends bears the clock's time. */
  readonly timeLapse?: number;
};

/** A simulated robot on a broker. `malformed` counts what it could not read, `states` what it said. */
export type RobotLine = { malformed(): number; states(): number; close(): Promise<void> };

/** Puts a simulated robot on an MQTT broker, with its last will, as the standard asks (connection at QoS 1 and retained, all else at QoS 0). */
export async function startRobot(options: RobotLineOptions): Promise<RobotLine> {
  const { robot, ref, version, clock } = options;
  const counters = { connection: 0, factsheet: 0, malformed: 0, states: 0 };
  const header = (headerId: number): VdaHeader => ({ ...ref, headerId, atMs: clock.nowMs(), version: vdaVersions[version].full });
  const topic = (subtopic: Parameters<typeof toVdaTopic>[2]) => toVdaTopic(version, ref, subtopic);
  const client = mqtt.connect(options.mqttUrl, {
    clean: true,
    queueQoSZero: false,
    reconnectPeriod: 1000,
    keepalive: 5,
    will: {
      topic: topic('connection'),
      payload: Buffer.from(JSON.stringify(writeConnection(header(0), 'broken'))),
      qos: 1,
      retain: true,
    },
  });
  sendAtOnce(client);
  const send = (subtopic: 'state' | 'factsheet', message: unknown) => {
    if (client.connected && !robot.faults.has('lost')) client.publish(topic(subtopic), JSON.stringify(message), { qos: 0 }, () => {});
  };
  const sayConnection = (state: 'online' | 'offline') =>
    client.publishAsync(topic('connection'), JSON.stringify(writeConnection(header(++counters.connection), state)), {
      qos: 1,
      retain: true,
    });
  client.on('connect', () => {
    client.subscribe([topic('order'), topic('instantActions')], { qos: 0 }, () => {
      sayConnection('online').catch(() => {});
      robot.isChanged = true;
    });
  });
  client.on('error', () => {});
  client.on('message', (from, payload) => {
    if (robot.faults.has('lost')) return;
    const text = payload.toString('utf8');
    const isOrder = from === topic('order');
    const read = isOrder ? readOrder(text, payload.length) : readInstantActions(text, payload.length);
    if (!read.ok) counters.malformed += 1;
    else if ('nodes' in read.value.message.content) robot.receiveOrder(read.value.message.content);
    else robot.receiveInstantActions(read.value.message.content);
  });
  let sentAtMs = 0;
  const openedAtMs = clock.nowMs();
  const timer = setInterval(() => {
    const nowMs = clock.nowMs();
    robot.advance(openedAtMs + (nowMs - openedAtMs) * (options.timeLapse ?? 1));
    if (robot.faults.has('frozen')) return;
    if (robot.isFactsheetAsked) send('factsheet', writeFactsheet(header(++counters.factsheet), robot.factsheet()));
    robot.isFactsheetAsked = false;
    if (!robot.isChanged && nowMs - sentAtMs < (options.stateEveryMs ?? 1000)) return;
    sentAtMs = nowMs;
    const state = robot.takeState();
    send('state', writeState(header(state.headerId), state));
    if (client.connected && !robot.faults.has('lost')) counters.states += 1;
  }, options.stepMs ?? 100);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return {
    malformed: () => counters.malformed,
    states: () => counters.states,
    async close() {
      clearInterval(timer);
      if (client.connected) await sayConnection('offline').catch(() => undefined);
      await client.endAsync();
    },
  };
}
