import mqtt from 'mqtt';
import { openEmbeddedBroker } from './openEmbeddedBroker.ts';

/** Largest message taken from the bus; larger ones are dropped and counted. */
export const maxMessageBytes = 256 * 1024;

export type BusMessage = { readonly topic: string; readonly payload: Buffer; readonly isRetained: boolean };
export type PublishOptions = { readonly qos?: 0 | 1; readonly isRetained?: boolean };

/** A connection to the MQTT broker. */
export type Bus = {
  readonly mqttUrl: string;
  isConnected(): boolean;
  /** Resolves to true when the broker has it (QoS 1) or it was written (QoS 0); false while there is no connection: nothing is queued here. */
  publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<boolean>;
  /** Messages of topics matching `filter` (`+`, `#`), retained ones first. Survives reconnects. Resolves to the unsubscribe. */
  subscribe(filter: string, use: (message: BusMessage) => void, qos?: 0 | 1): Promise<() => Promise<void>>;
  /** Runs at every (re)connection, so that retained state can be said again. */
  onConnect(use: () => void): () => void;
  /** Messages dropped because they were too large. */
  droppedMessages(): number;
  close(): Promise<void>;
};

/** Where the broker is: an address, or one of our own in this process. */
export type BusPlace = { readonly mqttUrl: string } | { readonly host: string; readonly port: number };

/**
 * Connects to an MQTT broker (3.1.1, clean session). With an address it keeps trying in the background; with a place of its own it
 * starts the broker first and is connected when this resolves.
 */
export async function openBus(place: BusPlace, notice: (message: string) => void): Promise<Bus> {
  const embedded = 'mqttUrl' in place ? null : await openEmbeddedBroker(place);
  const mqttUrl = 'mqttUrl' in place ? place.mqttUrl : (embedded?.mqttUrl ?? '');
  const client = mqtt.connect(mqttUrl, {
    queueQoSZero: false,
    clean: true,
    reconnectPeriod: 1000,
    connectTimeout: 5000,
    resubscribe: true,
  });
  client.on('error', (fault) => notice(`mqtt: ${fault.message}`));
  const routes = new Set<{ readonly filter: string; readonly use: (message: BusMessage) => void }>();
  let dropped = 0;
  client.on('message', (topic, payload, packet) => {
    if (payload.length > maxMessageBytes) {
      dropped += 1;
      return;
    }
    for (const route of routes) if (isMatch(route.filter, topic)) route.use({ topic, payload, isRetained: packet.retain });
  });
  if (embedded !== null) await connected(client);
  return {
    mqttUrl,
    isConnected: () => client.connected,
    async publish(topic, payload, options = {}) {
      if (!client.connected) return false;
      try {
        await client.publishAsync(topic, payload, { qos: options.qos ?? 1, retain: options.isRetained ?? false });
        return true;
      } catch {
        return false;
      }
    },
    async subscribe(filter, use, qos = 1) {
      const route = { filter, use };
      routes.add(route);
      const asked = client.subscribeAsync(filter, { qos });
      if (client.connected) await asked;
      else asked.catch((fault: Error) => notice(`mqtt: ${fault.message}`));
      return async () => {
        routes.delete(route);
        const isStillUsed = [...routes].some((other) => other.filter === filter);
        if (!isStillUsed && client.connected) await client.unsubscribeAsync(filter).catch(() => undefined);
      };
    },
    onConnect(use) {
      client.on('connect', use);
      return () => client.off('connect', use);
    },
    droppedMessages: () => dropped,
    async close() {
      await client.endAsync(true);
      await embedded?.close();
    },
  };
}

/** Whether a topic is covered by an MQTT topic filter (MQTT 3.1.1 section 4.7). */
export function isMatch(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const parts = topic.split('/');
  for (const [index, part] of wanted.entries()) {
    if (part === '#') return index > 0 || !topic.startsWith('$');
    if (part === '+' ? parts[index] === undefined || (index === 0 && topic.startsWith('$')) : part !== parts[index]) return false;
  }
  return wanted.length === parts.length;
}

function connected(client: mqtt.MqttClient): Promise<void> {
  if (client.connected) return Promise.resolve();
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('close', () => reject(new Error('the broker in this process closed the connection')));
  });
}
