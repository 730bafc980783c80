import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import type { WebSocket } from 'ws';
import { createBridge, type Bridge, type BridgeContext } from '#electron/bridge/createBridge.ts';
import { messagePortChannel, type AnyMessagePort } from '#electron/bridge/messagePortChannel.ts';
import { webSocketChannel } from '#electron/bridge/webSocketChannel.ts';
import { createLabelDrawer, type LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
import { createFleetService, type FleetService } from '#electron/features/fleet/createFleetService.ts';
import { createSorterService, type SorterService } from '#electron/features/sorter/createSorterService.ts';
import { createLanService, type LanService } from '#electron/features/lan/createLanService.ts';
import { createPlatformLine, type PlatformLine } from '#electron/features/platformLink/createPlatformLine.ts';
import { createConnectionStates, type ConnectionStates } from '#electron/features/station/createConnectionStates.ts';
import type { DemoHint } from '#electron/features/station/createStationHandlers.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { SiteId, StationId } from '#shared/base/ids.ts';
import type { Log } from '#shared/base/log.ts';
import type { ConnectionState } from '#shared/features/station/stationContract.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import type { DeviceHubOptions } from './devices/createDeviceHub.ts';
import { createWallboard } from '#electron/features/wallboard/createWallboard.ts';
import type { WallboardPicture } from '#shared/features/wallboard/wallboardPicture.ts';
import { openTemplateFolder, type TemplateFolder } from '#electron/features/labels/openTemplateFolder.ts';
import { createHostRouter, type HostRouter } from './createHostRouter.ts';
import { lockFolder } from './lockFolder.ts';
import { openCommandJournal, type CommandJournal } from './openCommandJournal.ts';
import { openIdentity, type Identity, type SecretBox } from './openIdentity.ts';

/** Makes the hub of all devices; the real one is electron/host/devices/createDeviceHub.ts. */
export type OpenDeviceHub = (options: DeviceHubOptions) => DeviceHub | Promise<DeviceHub>;

export type HostOptions = {
  /** Everything the host keeps: identity, journal, spool. One host per folder. */
  readonly dataFolder: string;
  readonly platformUrl: string;
  /** Overrules the broker that the platform names. */
  readonly mqttUrl?: string | undefined;
  /** Used once, at start, when the station is not enrolled yet; tried again when the platform is reached. */
  readonly enrolmentCode?: string | undefined;
  readonly stationName?: string | undefined;
  readonly devices: readonly DeviceSetting[];
  readonly clock: Clock;
  readonly log: Log;
  readonly demoHint?: DemoHint | null | undefined;
  /** The operating system's keychain, where there is one. */
  readonly secretBox?: SecretBox | undefined;
  /** Byte streams of devices reached `via: 'port'`, by device id: simulated devices of the same process. */
  readonly ports?: DeviceHubOptions['ports'];
  readonly printTimes?: DeviceHubOptions['printTimes'];
  readonly openHub?: OpenDeviceHub | undefined;
  readonly lookWhileUpMs?: number | undefined;
  readonly lookWhileDownMs?: number | undefined;
  /** Where the site's robots drive; without it the data folder's `robots.json` is looked for. */
  readonly robotWays?: unknown;
  /** The site's sorter; without it the data folder's `sorter.json` is looked for. */
  readonly sorter?: unknown;
  readonly timeouts?: { readonly smallMs: number; readonly syncMs: number; readonly snapshotMs: number } | undefined;
};

/** A station's host: devices, identity, journal and the line to the platform, served to any number of screens. */
export type Host = {
  readonly hostRunId: string;
  readonly router: HostRouter;
  readonly hub: DeviceHub;
  stationId(): StationId | null;
  siteId(): SiteId | null;
  state(): ConnectionState;
  /** What wallboards show now, or null. */
  wallboard(): WallboardPicture | null;
  /** Calls without any transport, for code in this process. */
  client(): RouterClient<HostRouter>;
  attachPort(port: AnyMessagePort): boolean;
  attachSocket(socket: WebSocket): boolean;
  bridgeCounters(): ReturnType<Bridge['counters']>;
  /** Throws LinkFault, or EnrolRefusal. */
  enrol(oneTimeCode: string, stationName: string): Promise<{ readonly stationId: StationId; readonly siteId: SiteId }>;
  close(): Promise<void>;
};

/** Opens the host. Rejects with FolderInUseFault or IdentitySealedFault; an unreachable platform or device is a state, not an error. */
export async function createHost(options: HostOptions): Promise<Host> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
  const opened: (() => Promise<void>)[] = [await lockFolder(options.dataFolder)];
  try {
    const identity = await openIdentity(options.dataFolder, options);
    const journal = await openCommandJournal({ ...options, storeKey: identity.storeKey() });
    opened.push(() => journal.close());
    const openHub = options.openHub ?? (await import('./devices/createDeviceHub.ts')).createDeviceHub;
    const templateFolder = await openTemplateFolder(join(options.dataFolder, 'labels'));
    const labelDrawer = createLabelDrawer(options);
    opened.push(() => labelDrawer.close());
    const hub = await openHub({ ...options, templateNamed: templateFolder.named, labelDrawer });
    opened.push(() => hub.close());
    const fleet = await createFleetService({ ...options, station: () => identity.enrolment() });
    opened.push(() => fleet.close());
    const sorter = await createSorterService({ ...options, station: () => identity.enrolment() });
    opened.push(() => sorter.close());
    return new StationHost(options, { identity, journal, hub, templateFolder, labelDrawer, fleet, sorter }, opened);
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

type HostParts = {
  readonly identity: Identity;
  readonly journal: CommandJournal;
  readonly hub: DeviceHub;
  readonly templateFolder: TemplateFolder;
  readonly labelDrawer: LabelDrawer;
  readonly fleet: FleetService;
  readonly sorter: SorterService;
};

class StationHost implements Host {
  readonly hostRunId = randomUUID();
  readonly router: HostRouter;
  readonly hub: DeviceHub;
  readonly #options: HostOptions;
  readonly #identity: Identity;
  readonly #line: PlatformLine;
  readonly #lan: LanService;
  readonly #fleet: FleetService;
  readonly #sorter: SorterService;
  readonly #states: ConnectionStates;
  readonly #wallboard = createWallboard();
  readonly #bridge: Bridge;
  readonly #opened: (() => Promise<void>)[];
  readonly #stopFollowing: (() => void)[];
  #enrolling: Promise<void> | null = null;
  #enrolmentCode: string | null;
  #closing: Promise<void> | null = null;

  constructor(
    options: HostOptions,
    { identity, journal, hub, templateFolder, labelDrawer, fleet, sorter }: HostParts,
    opened: (() => Promise<void>)[],
  ) {
    this.#options = options;
    this.#identity = identity;
    this.#enrolmentCode = options.enrolmentCode ?? null;
    this.hub = hub;
    this.#fleet = fleet;
    this.#sorter = sorter;
    this.#line = createPlatformLine({
      ...options,
      caller: () => this.#caller(),
      hostRunId: this.hostRunId,
      nowMs: () => options.clock.nowMs(),
    });
    this.#lan = createLanService({
      station: () => identity.enrolment(),
      mqttUrl: () => this.#line.brokerUrl(),
      journal,
      hostRunId: this.hostRunId,
      nowMs: () => options.clock.nowMs(),
      log: options.log,
    });
    this.#states = createConnectionStates(() => this.state());
    this.#opened = [...opened, () => this.#line.close(), () => this.#lan.close()];
    this.#stopFollowing = [hub.onState(() => this.#states.changed()), this.#line.onChange(() => this.#hearLine())];
    this.router = createHostRouter({
      hostRunId: this.hostRunId,
      enrolment: () => identity.enrolment(),
      enrol: (oneTimeCode, stationName) => this.enrol(oneTimeCode, stationName),
      storeKey: () => identity.storeKey(),
      capabilities: [
        'serial',
        ...(options.devices.some((device) => device.kind === 'printer') ? (['print'] as const) : []),
        ...(options.devices.some((device) => device.kind === 'scale') ? (['scale'] as const) : []),
      ],
      demoHint: options.demoHint ?? null,
      states: this.#states,
      hub,
      line: this.#line,
      journal,
      lan: this.#lan,
      fleet,
      sorter,
      clock: options.clock,
      templateFolder,
      labelDrawer,
      wallboard: this.#wallboard,
    });
    this.#bridge = createBridge(this.router, options.log);
    this.#enrolAtStart();
  }

  stationId = () => this.#identity.enrolment()?.stationId ?? null;
  siteId = () => this.#identity.enrolment()?.siteId ?? null;
  wallboard = () => this.#wallboard.picture();
  bridgeCounters = () => this.#bridge.counters();
  attachPort = (port: AnyMessagePort) => this.#bridge.attach(messagePortChannel(port), 'messagePort');
  attachSocket = (socket: WebSocket) => this.#bridge.attach(webSocketChannel(socket), 'webSocket');

  state(): ConnectionState {
    return {
      wan: this.#line.wan(),
      lan: this.#line.lan(),
      devices: this.hub.states(),
      clockOffsetMs: this.#line.clockOffsetMs(),
      hostNowMs: this.#options.clock.nowMs(),
      scansWaiting: this.hub.scansWaiting(),
    };
  }

  client(): RouterClient<HostRouter> {
    return createRouterClient(this.router, { context: { connection: this.#bridge.newConnection() } satisfies BridgeContext });
  }

  async enrol(oneTimeCode: string, stationName: string): Promise<{ readonly stationId: StationId; readonly siteId: SiteId }> {
    const answer = await this.#line.client.enrol({ oneTimeCode, stationName, publicKey: this.#identity.publicKey });
    await this.#identity.saveEnrolment({ ...answer, platformUrl: this.#options.platformUrl });
    this.#enrolmentCode = null;
    this.#options.log.info('station.enrolled', { stationId: answer.stationId, siteId: answer.siteId });
    this.#states.changed();
    void this.#line.lookNow().then(() => this.#line.lookNow());
    return { stationId: answer.stationId, siteId: answer.siteId };
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const stop of this.#stopFollowing) stop();
    this.#states.close();
    this.#bridge.close();
    for (const close of this.#opened.reverse()) {
      try {
        await close();
      } catch (error) {
        this.#options.log.error('host.closeFailed', { error: String(error) });
      }
    }
  }

  #caller() {
    const enrolment = this.#identity.enrolment();
    return enrolment && { ...enrolment, sign: (text: string) => this.#identity.sign(text) };
  }

  #hearLine(): void {
    this.#lan.look();
    this.#fleet.look(this.#line.brokerUrl());
    this.#sorter.look(this.#line.brokerUrl());
    this.#states.changed();
    if (this.#line.wan().status === 'up') this.#enrolAtStart();
  }

  #enrolAtStart(): void {
    const oneTimeCode = this.#enrolmentCode;
    if (oneTimeCode === null || this.#enrolling || this.#closing || this.#identity.enrolment()) return;
    const stationName = this.#options.stationName ?? 'station';
    this.#enrolling = this.enrol(oneTimeCode, stationName)
      .then(
        () => {},
        (error: unknown) => {
          if (!(error instanceof LinkFault)) this.#enrolmentCode = null;
          this.#options.log.warn('station.enrolFailed', { error: String(error) });
        },
      )
      .finally(() => {
        this.#enrolling = null;
      });
  }
}
