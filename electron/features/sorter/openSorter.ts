import { connect } from 'mqtt';
import { openAppendLog } from '#electron/spool/openAppendLog.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#shared/base/log.ts';
import { readSorterMessage, toSorterTopic, type SorterTopic } from '#shared/wire/sorter/sorterMessages.ts';
import { maxRemembered, SorterControl } from './sorterControl.ts';
import type { Chute } from './decideChute.ts';

const heardTopics = ['connection', 'state', 'scan', 'sortAck', 'sortResult'] as const satisfies readonly SorterTopic[];

export type SorterOptions = {
  readonly mqttUrl: string;
  readonly siteId: string;
  readonly sorterId: string;
  readonly chutes: readonly Chute[];
  /** Settled passes are kept here. */
  readonly filePath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
};

/** A sorter's control on a broker. */
export type OpenSorter = { readonly control: SorterControl; malformed(): number; close(): Promise<void> };

/** Opens the control of one sorter: a scan is answered in the same turn; a result is on disk before it is acknowledged. */
export async function openSorter(options: SorterOptions): Promise<OpenSorter> {
  const { siteId, sorterId, clock, log } = options;
  const { log: file, lines } = await openAppendLog(options.filePath);
  const settled = lines.map(parseLine).filter((line) => line !== null);
  if (settled.length > maxRemembered) await file.replace(settled.slice(-maxRemembered).map((line) => JSON.stringify(line)));
  let malformed = 0;
  let kept: Promise<void> = Promise.resolve();
  const client = connect(options.mqttUrl, {
    clean: true,
    queueQoSZero: false,
    timerVariant: 'native',
    reconnectPeriod: 500,
    reconnectOnConnackError: true,
    keepalive: 5,
    protocolVersion: 4,
  });
  const publish = (topic: SorterTopic, message: unknown) => {
    if (client.connected) client.publish(toSorterTopic(siteId, sorterId, topic), JSON.stringify(message), { qos: 1 }, () => {});
  };
  const control = new SorterControl(
    options.chutes,
    {
      send: (topic, message) => {
        if (topic === 'sortCommand') return publish(topic, message);
        // Not kept on disk: not acknowledged, so the sorter says it again.
        kept.then(
          () => publish(topic, message),
          () => undefined,
        );
        return undefined;
      },
      keep: (pass) => {
        kept = file.append(JSON.stringify(pass));
        kept.catch((error: unknown) => log.error('sorter.diskFault', { error: String(error) }));
      },
    },
    settled,
  );
  client.on('connect', () => {
    const topics = heardTopics.map((topic) => toSorterTopic(siteId, sorterId, topic));
    client.subscribe(topics, { qos: 1 }, (error) => {
      if (error) log.warn('sorter.subscribeFailed', { error: error.message });
    });
  });
  client.on('error', (error) => log.debug('sorter.brokerError', { error: error.message }));
  client.on('message', (from, payload) => {
    const topic = heardTopics.find((known) => from.endsWith(`/${known}`));
    const message = topic === undefined ? null : readSorterMessage(topic, payload.toString('utf8'), payload.length);
    if (topic === undefined || message === null) malformed += 1;
    else control.hear(topic, message, clock.nowMs());
    options.onChange();
  });
  const timer = setInterval(() => control.tick(clock.nowMs()), 100);
  return {
    control,
    malformed: () => malformed,
    close: async () => {
      clearInterval(timer);
      await client.endAsync(true);
      await kept.catch(() => undefined);
      await file.close();
    },
  };
}

function parseLine(line: string): { scanId: string; outcome: string } | null {
  try {
    const raw = JSON.parse(line) as { scanId?: unknown; outcome?: unknown };
    return typeof raw.scanId === 'string' && typeof raw.outcome === 'string' ? { scanId: raw.scanId, outcome: raw.outcome } : null;
  } catch {
    return null;
  }
}
