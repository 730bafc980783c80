import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { openAppendLog, type AppendLog } from '#electron/spool/openAppendLog.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#shared/base/log.ts';
import { planChutes, type Chute } from '#shared/features/sorter/decideChute.ts';
import { placement, type SortTableInput } from '#shared/features/sorter/sorterContract.ts';
import { byPrintedCode } from '#shared/features/sorter/toSortTable.ts';
import { leaseForm, StationLease } from '#shared/sync/stationLease.ts';
import { sendAtOnce } from '#shared/wire/mqtt/sendAtOnce.ts';
import { readSorterMessage, toSorterTopic, type SorterTopic } from '#shared/wire/sorter/sorterMessages.ts';
import { maxRemembered, SorterControl, type SettledPass } from './sorterControl.ts';
import { readForm, sorterDesk, toStationTopic, type SorterDesk } from './sorterDesk.ts';

const heardTopics = ['connection', 'state', 'scan', 'sortAck', 'sortResult'] as const satisfies readonly SorterTopic[];
/** The station in charge says again for those who have just come who has which chute. */
const sayDeskEveryMs = 10_000;

/** Nothing is queued while the broker is away: a late command is worse than none. */
const clientHabits: IClientOptions = {
  clean: true,
  queueQoSZero: false,
  timerVariant: 'native',
  reconnectPeriod: 500,
  reconnectOnConnackError: true,
  keepalive: 5,
  protocolVersion: 4,
};

export type SorterOptions = {
  readonly mqttUrl: string;
  readonly siteId: string;
  readonly sorterId: string;
  /** Among the site's stations one is in charge; absent where this one is alone. */
  readonly stationId?: string | undefined;
  readonly chutes: readonly Chute[];
  /** Settled passes are kept here. */
  readonly filePath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
  /** A pass is over and on the disk. */
  readonly onSettled?: ((pass: SettledPass) => void) | undefined;
};

/** A sorter's control on a broker. */
export type OpenSorter = {
  readonly control: SorterControl;
  /** Passes that were over before this run, oldest first. */
  readonly settledBefore: readonly SettledPass[];
  malformed(): number;
  isConnected(): boolean;
  isInCharge(): boolean;
  /** What is decided with from now on; trips keep their chutes. */
  prepare(table: SortTableInput): void;
  /** By hand, or the machine again, at every station of the site. */
  setManual(isManual: boolean): void;
  close(): Promise<void>;
};

/** Opens the control of one sorter: a scan is answered in the same turn; a result is on disk before it is acknowledged. */
export async function openSorter(options: SorterOptions): Promise<OpenSorter> {
  const { siteId, sorterId, clock, log } = options;
  const { log: file, lines } = await openAppendLog(options.filePath);
  const settled = lines.map(parseLine).filter((line) => line !== null);
  if (settled.length > maxRemembered) await file.replace(settled.slice(-maxRemembered).map((line) => JSON.stringify(line)));
  let malformed = 0;
  const client = connect(options.mqttUrl, clientHabits);
  sendAtOnce(client);
  const publish = (topic: SorterTopic, message: unknown) => {
    if (client.connected && isInCharge())
      client.publish(toSorterTopic(siteId, sorterId, topic), JSON.stringify(message), { qos: 1 }, () => {});
  };
  const { control, whenKept } = createControl(options, file, settled, publish);
  const among = options.stationId === undefined ? null : joinStations(options, options.stationId, client, control);
  const isInCharge = () => among?.lease.holds(clock.nowMs()) ?? true;
  client.on('connect', () => {
    const topics = heardTopics.map((topic) => toSorterTopic(siteId, sorterId, topic));
    client.subscribe(topics, { qos: 1 }, (error) => {
      if (error) log.warn('sorter.subscribeFailed', { error: error.message });
    });
  });
  client.on('error', (error) => log.debug('sorter.brokerError', { error: error.message }));
  client.on('message', (from, payload) => {
    if (among?.hear(from, payload) === true) return options.onChange();
    const topic = heardTopics.find((known) => from.endsWith(`/${known}`));
    const message = topic === undefined ? null : readSorterMessage(topic, payload.toString('utf8'), payload.length);
    if (topic === undefined || message === null) malformed += 1;
    else control.hear(topic, message, clock.nowMs());
    return options.onChange();
  });
  const plan = (table: SortTableInput | null) => {
    if (table === null) return;
    // Where another station is in charge its plan holds; this one only knows the parcels.
    const chuteByTrip = isInCharge() ? planChutes(table.trips, options.chutes, control.plan()) : control.plan();
    control.prepare(byPrintedCode(table.parcels), chuteByTrip);
    if (isInCharge()) among?.sayDesk();
  };
  let given: SortTableInput | null = null;
  let wasInCharge = false;
  const timer = setInterval(() => {
    among?.tick(clock.nowMs());
    if (isInCharge() !== wasInCharge) {
      wasInCharge = !wasInCharge;
      plan(given);
      options.onChange();
    }
    control.tick(clock.nowMs());
  }, 100);
  return {
    control,
    settledBefore: settled.filter(isWhole),
    malformed: () => malformed,
    isConnected: () => client.connected,
    isInCharge,
    prepare: (table) => plan((given = table)),
    setManual(isManual) {
      control.setManual(isManual);
      among?.sayDesk();
    },
    close: async () => {
      clearInterval(timer);
      await client.endAsync(true);
      await whenKept().catch(() => undefined);
      await file.close();
    },
  };
}

type Publish = (topic: 'sortCommand' | 'resultAck', message: unknown) => void;

/** The control over its file: what is not kept on disk is not acknowledged, so that the sorter says it again. */
function createControl({ chutes, log, onSettled }: SorterOptions, file: AppendLog, settled: readonly KeptLine[], publish: Publish) {
  let kept: Promise<void> = Promise.resolve();
  const control = new SorterControl(
    chutes,
    {
      send: (topic, message) => {
        if (topic === 'sortCommand') return publish(topic, message);
        kept.then(
          () => publish(topic, message),
          () => undefined,
        );
        return undefined;
      },
      keep: (pass) => {
        kept = file.append(JSON.stringify(pass));
        kept.then(
          () => onSettled?.(pass),
          (error: unknown) => log.error('sorter.diskFault', { error: String(error) }),
        );
      },
    },
    settled,
  );
  return { control, whenKept: () => kept };
}

/** One of the site's stations: the lease says who is in charge, the desk what all of them go by. */
function joinStations({ siteId, sorterId, clock }: SorterOptions, stationId: string, client: MqttClient, control: SorterControl) {
  const [leaseTopic, deskTopic] = [toStationTopic(siteId, sorterId, 'lease'), toStationTopic(siteId, sorterId, 'desk')];
  const say = (topic: string, message: object, retain: boolean) => {
    if (client.connected) client.publish(topic, JSON.stringify(message), { qos: 1, retain }, () => {});
  };
  const lease = new StationLease(stationId, (claim) => say(leaseTopic, claim, false));
  let said = '';
  let saidAtMs = -Infinity;
  const sayDesk = () => {
    const desk: SorterDesk = { stationId, isManual: control.isManual, plan: [...control.plan()].slice(0, 300) };
    const text = JSON.stringify(desk);
    if (text === said && clock.nowMs() - saidAtMs < sayDeskEveryMs) return;
    [said, saidAtMs] = [text, clock.nowMs()];
    say(deskTopic, desk, true);
  };
  client.on('connect', () => {
    lease.setConnected(true, clock.nowMs());
    client.subscribe([leaseTopic, deskTopic], { qos: 1 });
  });
  client.on('close', () => lease.setConnected(false, clock.nowMs()));
  return {
    lease,
    sayDesk,
    tick(nowMs: number) {
      lease.tick(nowMs);
      if (lease.holds(nowMs) && nowMs - saidAtMs >= sayDeskEveryMs) sayDesk();
    },
    hear(topic: string, payload: Buffer): boolean {
      if (topic === leaseTopic) {
        const claim = readForm(leaseForm, payload);
        if (claim !== null) lease.hear(claim, clock.nowMs());
        return true;
      }
      if (topic !== deskTopic) return false;
      const desk = readForm(sorterDesk, payload);
      if (desk === null) return true;
      if (desk.stationId !== stationId) said = '';
      control.setManual(desk.isManual);
      if (!lease.holds(clock.nowMs())) control.setPlan(new Map(desk.plan));
      return true;
    },
  };
}

type KeptLine = { readonly scanId: string; readonly outcome: string };

/** A kept pass; those of before the books were told have only their id and what became of them. */
function parseLine(line: string): KeptLine | SettledPass | null {
  try {
    const raw = JSON.parse(line) as { scanId?: unknown; outcome?: unknown };
    const whole = placement.safeParse(raw);
    if (whole.success) return whole.data;
    return typeof raw.scanId === 'string' && typeof raw.outcome === 'string' ? { scanId: raw.scanId, outcome: raw.outcome } : null;
  } catch {
    return null;
  }
}

function isWhole(line: KeptLine | SettledPass): line is SettledPass {
  return 'codes' in line;
}
