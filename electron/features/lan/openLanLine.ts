import { connect, type MqttClient } from 'mqtt';
import type { Log } from '#shared/base/log.ts';
import {
  isOfOneOutbox,
  lanAnswerTopic,
  lanAsk,
  lanAskTopic,
  lanCommands,
  lanCommandsTopic,
  maxCommandsPerLanMessage,
  maxLanBytes,
  parseLanMessage,
  type LanAsk,
  type LanCommands,
} from '#shared/wire/lan/lanMessages.ts';

/** Messages the broker has not acknowledged yet; more are not sent: who misses them asks. */
export const maxLanInFlight = 500;
/** Time between attempts to reach the broker, and the time allowed for one. */
export const lanReconnectEveryMs = 2_000;
export const lanConnectTimeoutMs = 5_000;

/** This station's end of the site's broker, for talking with the other stations. */
export type LanLine = {
  readonly mqttUrl: string;
  isUp(): boolean;
  /** Commands of one outbox to all stations, or as an answer to one. False when the broker is away or too slow. */
  tell(message: Omit<LanCommands, 'v' | 'stationId'>, toStationId: string | null): boolean;
  ask(known: LanAsk['known']): boolean;
  /** Messages dropped because they were not what they should be. */
  malformed(): number;
  unsent(): number;
  close(): Promise<void>;
};

/** Where the line leads, whose it is, and who is told what. */
export type LanLineOptions = {
  readonly mqttUrl: string;
  readonly siteId: string;
  readonly stationId: string;
  readonly clientId: string;
  readonly log: Log;
  readonly onUp: () => void;
  readonly onCommands: (heard: LanCommands) => void;
  readonly onAsk: (ask: LanAsk) => void;
  readonly reconnectEveryMs?: number | undefined;
};

/** Connects and keeps trying; clean session, QoS 1 for commands, nothing queued while the broker is away. */
export function openLanLine(options: LanLineOptions): LanLine {
  const { siteId, stationId } = options;
  const ownTopic = lanCommandsTopic(siteId, stationId);
  const topics = { news: lanCommandsTopic(siteId, '+'), ask: lanAskTopic(siteId), answer: lanAnswerTopic(siteId, stationId) };
  const counters = { malformed: 0, unsent: 0, inFlight: 0 };
  let isUp = false;
  const client = connectLan(options);
  client.on('connect', () => {
    client.subscribe(Object.values(topics), { qos: 1 }, (error) => {
      if (error) options.log.warn('lan.subscribeFailed', { error: error.message });
      isUp = !error;
      if (isUp) options.onUp();
    });
  });
  client.on('close', () => (isUp = false));
  client.on('error', (error) => options.log.debug('lan.error', { error: error.message }));
  client.on('message', (topic, payload) => {
    if (topic !== ownTopic && !takeMessage(options, topic, payload)) counters.malformed += 1;
  });
  const send = (topic: string, message: LanCommands | LanAsk): boolean => {
    const text = JSON.stringify(message);
    if (!isUp || counters.inFlight >= maxLanInFlight || Buffer.byteLength(text) > maxLanBytes) {
      counters.unsent += 1;
      return false;
    }
    counters.inFlight += 1;
    client.publish(topic, text, { qos: 1 }, (error) => {
      counters.inFlight -= 1;
      if (error) counters.unsent += 1;
    });
    return true;
  };
  return {
    mqttUrl: options.mqttUrl,
    isUp: () => isUp,
    tell(message, toStationId) {
      const topic = toStationId === null ? ownTopic : lanAnswerTopic(siteId, toStationId);
      let areAllSent = true;
      for (const commands of inParts(message.commands))
        areAllSent = send(topic, { ...message, v: 1, stationId: stationId as LanCommands['stationId'], commands }) && areAllSent;
      return areAllSent;
    },
    ask: (known) => send(topics.ask, { v: 1, stationId: stationId as LanAsk['stationId'], known }),
    malformed: () => counters.malformed,
    unsent: () => counters.unsent,
    async close() {
      await client.endAsync(true);
    },
  };
}

function connectLan(options: LanLineOptions): MqttClient {
  return connect(options.mqttUrl, {
    clientId: options.clientId,
    clean: true,
    queueQoSZero: false,
    resubscribe: false,
    timerVariant: 'native',
    reconnectPeriod: options.reconnectEveryMs ?? lanReconnectEveryMs,
    reconnectOnConnackError: true,
    connectTimeout: lanConnectTimeoutMs,
    keepalive: 15,
    protocolVersion: 4,
  });
}

/** Hands a message of another station on. False when it is not what it should be. */
function takeMessage(options: LanLineOptions, topic: string, payload: Buffer): boolean {
  const { siteId, stationId } = options;
  const text = payload.length > maxLanBytes ? '' : payload.toString('utf8');
  if (topic === lanAskTopic(siteId)) {
    const ask = parseLanMessage(lanAsk, text, payload.length);
    if (ask !== null && ask.stationId !== stationId) options.onAsk(ask);
    return ask !== null;
  }
  const heard = parseLanMessage(lanCommands, text, payload.length);
  if (heard === null || !isOfOneOutbox(heard)) return false;
  if (topic !== lanAnswerTopic(siteId, stationId) && topic !== lanCommandsTopic(siteId, heard.stationId)) return false;
  if (heard.stationId !== stationId) options.onCommands(heard);
  return true;
}

/** Parts of as many commands as one message may hold, by number and by half its bytes (counted in UTF-16 units, at most three bytes each). */
function inParts(commands: LanCommands['commands']): LanCommands['commands'][] {
  const parts: LanCommands['commands'][] = [];
  let part: LanCommands['commands'] = [];
  let bytes = 0;
  for (const command of commands) {
    const added = JSON.stringify(command).length * 3;
    if (part.length > 0 && (part.length >= maxCommandsPerLanMessage || bytes + added > maxLanBytes - 1024)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(command);
    bytes += added;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
