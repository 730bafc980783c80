import { connect } from 'mqtt';
import { createLanLine, type BrokerClient, type LanLine, type LanLineOptions } from './createLanLine.ts';

/** Time between attempts to reach the broker, and the time allowed for one. */
export const lanReconnectEveryMs = 2_000;
export const lanConnectTimeoutMs = 5_000;

/** Connects and keeps trying; clean session, QoS 1 for commands, nothing queued while the broker is away. */
export function openLanLine(options: LanLineOptions): LanLine {
  return createLanLine(options, connectLan(options));
}

function connectLan(options: LanLineOptions): BrokerClient {
  const client = connect(options.mqttUrl, {
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
  client.on('error', (error) => options.log.debug('lan.error', { error: error.message }));
  return {
    onConnect: (use) => void client.on('connect', use),
    onClose: (use) => void client.on('close', use),
    onMessage: (use) => void client.on('message', use),
    subscribe: (topics, done) => void client.subscribe([...topics], { qos: 1 }, (error) => done(error ?? null)),
    publish: (topic, text, done) => void client.publish(topic, text, { qos: 1 }, (error) => done(error ?? null)),
    close: () => client.endAsync(true),
  };
}
