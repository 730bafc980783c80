import mqtt from 'mqtt';
import type { Clock } from '#shared/base/clock.ts';
import { sendAtOnce } from '#shared/wire/mqtt/sendAtOnce.ts';
import { readSorterMessage, sorterVersion, toSorterTopic, type SorterTopic } from '#shared/wire/sorter/sorterMessages.ts';
import { SimulatedSorter, type SimulatedSorterOptions } from './simulatedSorter.ts';

/** A simulated sorter on a broker. */
export type SorterLine = { readonly sorter: SimulatedSorter; close(): Promise<void> };

/** Puts a simulated sorter on an MQTT broker, with its last will. */
export async function startSorter(options: {
  readonly mqttUrl: string;
  readonly siteId: string;
  readonly sorterId: string;
  readonly clock: Clock;
  readonly machine: Omit<SimulatedSorterOptions, 'send'>;
}): Promise<SorterLine> {
  const topicOf = (topic: SorterTopic) => toSorterTopic(options.siteId, options.sorterId, topic);
  const connection = (connectionState: 'ONLINE' | 'OFFLINE' | 'CONNECTION_BROKEN') =>
    JSON.stringify({ headerId: 0, timestamp: new Date(options.clock.nowMs()).toISOString(), version: sorterVersion, connectionState });
  const client = mqtt.connect(options.mqttUrl, {
    clean: true,
    keepalive: 5,
    reconnectPeriod: 500,
    will: { topic: topicOf('connection'), payload: Buffer.from(connection('CONNECTION_BROKEN')), qos: 1, retain: true },
  });
  sendAtOnce(client);
  const sorter = new SimulatedSorter({
    ...options.machine,
    send: (topic, message) => {
      if (client.connected) client.publish(topicOf(topic), JSON.stringify(message), { qos: 1 }, () => {});
    },
  });
  client.on('error', () => {});
  client.on('connect', () => {
    client.subscribe([topicOf('sortCommand'), topicOf('resultAck')], { qos: 1 });
    client.publish(topicOf('connection'), connection('ONLINE'), { qos: 1, retain: true });
  });
  client.on('message', (from, payload) => {
    const text = payload.toString('utf8');
    if (from === topicOf('sortCommand')) {
      const command = readSorterMessage('sortCommand', text, payload.length);
      if (command !== null) sorter.command(command, options.clock.nowMs());
      return;
    }
    const ack = readSorterMessage('resultAck', text, payload.length);
    if (ack !== null) sorter.acknowledge(ack);
  });
  const timer = setInterval(() => sorter.advance(options.clock.nowMs()), 20);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return {
    sorter,
    async close() {
      clearInterval(timer);
      if (client.connected) await client.publishAsync(topicOf('connection'), connection('OFFLINE'), { qos: 1, retain: true });
      await client.endAsync();
    },
  };
}
