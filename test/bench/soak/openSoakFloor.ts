import { type MosquittoServer, startMosquitto } from '#test/support/startMosquitto.ts';
import { importSite, testOperators } from '#test/support/startTestFloor.ts';
import { type TcpProxy, startTcpProxy } from '#test/support/tcpProxy.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { createTestSite } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { type BenchDatabase, openBenchDatabase, toBenchOrder } from '#test/bench/kill/openBenchDatabase.ts';
import { type KillablePlatform, openKillablePlatform } from '#test/bench/kill/openKillablePlatform.ts';
import type { CrewAnswer } from './crewMessages.ts';
import { type Crew, startCrew } from './startCrew.ts';

/** Stations in one process. */
export const stationsPerCrew = 6;
/** Units of an order, over goods that every order has. */
export const unitsPerOrder = 120;
const units = { water: unitsPerOrder / 3, noodles: unitsPerOrder / 3, bread: unitsPerOrder / 3 };
const siteId = 'site-soak';

/** A crew with the wires between it and the servers: HTTP, then MQTT. */
export type WiredCrew = { readonly crew: Crew; readonly wires: readonly [TcpProxy, TcpProxy] };

/** PostgreSQL, Mosquitto and the platform as processes of their own, and crews of stations behind wires that can be cut. */
export type SoakFloor = {
  readonly platform: KillablePlatform;
  readonly mosquitto: MosquittoServer;
  readonly crews: readonly WiredCrew[];
  /** What the platform wrote to its log as errors. */
  readonly platformErrors: readonly string[];
  readonly unitsPerBin: number;
  readonly query: BenchDatabase['query'];
  askAll(call: Parameters<Crew['ask']>[0]): Promise<Array<Exclude<CrewAnswer, { kind: 'failed' }>>>;
  close(): Promise<void>;
};

/** Starts everything, places the orders and waits until all stations know their tasks. */
export async function openSoakFloor(options: {
  readonly stations: number;
  readonly orders: number;
  readonly seed: number;
}): Promise<SoakFloor> {
  const closers: Array<() => Promise<unknown>> = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).toReversed()) await closeOne();
  };
  try {
    const database = await openBenchDatabase('soak');
    closers.push(database.close);
    const { query } = database;
    const mosquitto = await startMosquitto();
    closers.push(mosquitto.stop);
    const platformErrors: string[] = [];
    const platform = await openKillablePlatform(database.url, {
      words: ['--mqtt-url', mosquitto.url, '--log', 'error'],
      onErrorLine: (line) => void platformErrors.push(line),
    });
    closers.push(platform.kill);
    const unitsPerBin = Math.max(20_000, 2 * options.orders * unitsPerOrder);
    await importSite(createTestSite(siteId, unitsPerBin), platform.call);
    for (let number = 1; number <= options.orders; number += 1)
      await platform.call('POST', `/sites/${siteId}/orders`, toBenchOrder(`soak-${number}`, units));
    await waitUntil(
      'the orders to be released',
      async () =>
        (await query<{ n: string }>(`select count(*) as n from command_log where kind = 'releaseOrder'`))[0]?.n === String(options.orders),
      { timeoutMs: 60_000, everyMs: 200 },
    );
    const crews: WiredCrew[] = [];
    for (let first = 0; first < options.stations; first += stationsPerCrew) {
      const numbers = Array.from({ length: Math.min(stationsPerCrew, options.stations - first) }, (_, index) => first + index);
      crews.push(await openCrew({ platform, mosquitto, numbers, seed: options.seed + first, closers }));
    }
    const askAll: SoakFloor['askAll'] = (call) => Promise.all(crews.map(({ crew }) => crew.ask(call)));
    await askAll({ kind: 'awaitTasks', tasks: options.orders });
    return { platform, mosquitto, crews, platformErrors, unitsPerBin, query, askAll, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function openCrew(given: {
  readonly platform: KillablePlatform;
  readonly mosquitto: MosquittoServer;
  readonly numbers: readonly number[];
  readonly seed: number;
  readonly closers: Array<() => Promise<unknown>>;
}): Promise<WiredCrew> {
  const { platform, mosquitto, closers } = given;
  const wires = [await startTcpProxy({ port: platform.port }), await startTcpProxy({ port: mosquitto.port })] as const;
  closers.push(() => Promise.all(wires.map((wire) => wire.close())));
  const crew = startCrew();
  const folder = tempFolder('halfhour-soak-');
  closers.push(async () => folder.remove());
  closers.push(crew.close);
  const stations = [];
  for (const shareNo of given.numbers) {
    const { oneTimeCode } = (await platform.call('POST', `/sites/${siteId}/enrolment-codes`, {})) as { oneTimeCode: string };
    stations.push({ name: `soak-${shareNo}`, folder: `${folder.path}/${shareNo}`, oneTimeCode, shareNo });
  }
  const badgeCode = testOperators[0].badgeCode;
  await crew.ask({ kind: 'open', httpPort: wires[0].port, mqttPort: wires[1].port, badgeCode, seed: given.seed, stations });
  return { crew, wires };
}
