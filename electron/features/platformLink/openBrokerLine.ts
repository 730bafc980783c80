import { connect, type MqttClient } from 'mqtt';
import { z } from 'zod';
import type { Log } from '#shared/base/log.ts';

/** Time between attempts to reach the broker, and the time allowed for one. */
export const reconnectEveryMs = 2_000;
export const connectTimeoutMs = 5_000;
/** Largest news message looked at, bytes. */
export const maxNewsBytes = 1024;

const news = z.object({ headSeq: z.number().int().nonnegative() });

/** The line to the site's broker: connected or not, and the news that comes over it. */
export type BrokerLine = { readonly mqttUrl: string; isUp(): boolean; fault(): string | null; malformed(): number; close(): Promise<void> };

/** Subscribes to the site's news. Reconnects by itself; `onChange` is called when the line goes up or down. */
export function openBrokerLine(options: {
  readonly mqttUrl: string;
  readonly siteId: string;
  readonly clientId: string;
  readonly log: Log;
  readonly onNews: (headSeq: number) => void;
  readonly onChange: () => void;
  readonly reconnectEveryMs?: number;
}): BrokerLine {
  const topic = `halfhour/v1/${options.siteId}/news`;
  let fault: string | null = 'connecting';
  let malformed = 0;
  const become = (next: string | null) => {
    if (next === fault) return;
    fault = next;
    options.onChange();
  };
  const client: MqttClient = connect(options.mqttUrl, {
    clientId: options.clientId,
    clean: true,
    queueQoSZero: false,
    timerVariant: 'native',
    reconnectPeriod: options.reconnectEveryMs ?? reconnectEveryMs,
    reconnectOnConnackError: true,
    connectTimeout: connectTimeoutMs,
    keepalive: 15,
    protocolVersion: 4,
  });
  client.on('connect', () => {
    client.subscribe(topic, { qos: 1 }, (error) => {
      if (error) options.log.warn('broker.subscribeFailed', { topic, error: error.message });
      become(error ? 'refused' : null);
    });
  });
  client.on('message', (from, payload) => {
    const parsed = from === topic && payload.length <= maxNewsBytes ? news.safeParse(parseJson(payload)) : null;
    if (parsed?.success) options.onNews(parsed.data.headSeq);
    else malformed += 1;
  });
  client.on('close', () => become('offline'));
  client.on('error', (error) => options.log.debug('broker.error', { error: error.message }));
  return {
    mqttUrl: options.mqttUrl,
    isUp: () => fault === null,
    fault: () => fault,
    malformed: () => malformed,
    close: async () => {
      await client.endAsync(true);
    },
  };
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
