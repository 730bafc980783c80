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

/** What a line needs of a broker's client: at least once delivery, nothing queued while it is away. Listeners are set once. */
export type BrokerClient = {
  onConnect(use: () => void): void;
  onClose(use: () => void): void;
  onMessage(use: (topic: string, payload: Uint8Array) => void): void;
  subscribe(topics: readonly string[], done: (error: Error | null) => void): void;
  /** `done` when the broker has it, or with an error when that will never be known. */
  publish(topic: string, text: string, done: (error: Error | null) => void): void;
  close(): Promise<void>;
};

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

/** Makes a message of what came: null when it is not what it should be. */
export type LanReader = {
  commands(payload: Uint8Array): LanCommands | null;
  ask(payload: Uint8Array): LanAsk | null;
};

/** Checks every message with its schema. */
export const checkingLanReader: LanReader = {
  commands(payload) {
    const heard = parseLanMessage(lanCommands, textOf(payload), payload.length);
    return heard !== null && isOfOneOutbox(heard) ? heard : null;
  },
  ask: (payload) => parseLanMessage(lanAsk, textOf(payload), payload.length),
};

/** Speaks with the other stations through a broker's client that connects by itself. */
export function createLanLine(options: LanLineOptions, client: BrokerClient, reader: LanReader = checkingLanReader): LanLine {
  const { siteId, stationId } = options;
  const ownTopic = lanCommandsTopic(siteId, stationId);
  const topics = { news: lanCommandsTopic(siteId, '+'), ask: lanAskTopic(siteId), answer: lanAnswerTopic(siteId, stationId) };
  const counters = { malformed: 0, unsent: 0, inFlight: 0 };
  let isUp = false;
  client.onConnect(() => {
    client.subscribe(Object.values(topics), (error) => {
      if (error) options.log.warn('lan.subscribeFailed', { error: error.message });
      isUp = !error;
      if (isUp) options.onUp();
    });
  });
  client.onClose(() => void (isUp = false));
  client.onMessage((topic, payload) => {
    if (topic !== ownTopic && !takeMessage(options, reader, topic, payload)) counters.malformed += 1;
  });
  const send = (topic: string, message: LanCommands | LanAsk): boolean => {
    const text = JSON.stringify(message);
    if (!isUp || counters.inFlight >= maxLanInFlight || Buffer.byteLength(text) > maxLanBytes) {
      counters.unsent += 1;
      return false;
    }
    counters.inFlight += 1;
    client.publish(topic, text, (error) => {
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
    close: () => client.close(),
  };
}

/** Hands a message of another station on. False when it is not what it should be. */
function takeMessage(options: LanLineOptions, reader: LanReader, topic: string, payload: Uint8Array): boolean {
  const { siteId, stationId } = options;
  if (topic === lanAskTopic(siteId)) {
    const ask = reader.ask(payload);
    if (ask !== null && ask.stationId !== stationId) options.onAsk(ask);
    return ask !== null;
  }
  const heard = reader.commands(payload);
  if (heard === null) return false;
  if (topic !== lanAnswerTopic(siteId, stationId) && topic !== lanCommandsTopic(siteId, heard.stationId)) return false;
  if (heard.stationId !== stationId) options.onCommands(heard);
  return true;
}

function textOf(payload: Uint8Array): string {
  return payload.length > maxLanBytes ? '' : Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8');
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
