import { asId, createNewId, type OperatorId, type StationId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { CommandJournal } from '#shared/ports/commandJournal.ts';
import type { PlatformLink } from '#shared/ports/platformLink.ts';
import { StorageFault, type RecordStorage } from '#shared/ports/recordStorage.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import type { Scheduler } from '#shared/ports/scheduler.ts';
import type { StationGossip } from '#shared/ports/stationGossip.ts';
import { createBridgeGossip } from '#shared/sync/createBridgeGossip.ts';
import type { LanReader } from '#electron/features/lan/createLanLine.ts';
import type { RowReader } from '#shared/sync/readRows.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { createShownCheck } from './createShownCheck.ts';
import { copyDisk, createSimulatedDisk, openSimulatedDisk, type Life, type SimulatedDisk } from './simulatedDisk.ts';
import type { CentralCalls, SimulatedCentral } from './simulatedCentral.ts';
import { createLineState, createSimulatedLink, openSimulatedJournal, type JournalContent, type LineState } from './simulatedLine.ts';
import { seatPicker, type SharedFloor } from './seatPicker.ts';
import { createLanState, type LanState, type SimulatedBroker } from './simulatedBroker.ts';
import { SimulatedLanHost } from './simulatedLan.ts';
import { never, seedOf, type VirtualTime } from './virtualTime.ts';

/** Ways to plant a bug: each puts itself between the engine and one of its ports. */
export type Tampering = {
  readonly storage?: (inner: RecordStorage, time: VirtualTime) => RecordStorage;
  readonly link?: (inner: PlatformLink, at: { readonly stationId: StationId; readonly central: SimulatedCentral }) => PlatformLink;
  readonly journal?: (inner: CommandJournal) => CommandJournal;
  readonly decide?: (inner: DecideCommand) => DecideCommand;
  readonly gossip?: (inner: StationGossip) => StationGossip;
  readonly calls?: (inner: CentralCalls, central: SimulatedCentral, time: VirtualTime) => CentralCalls;
};

export type StationPorts = {
  readonly index: number;
  readonly seed: number;
  readonly time: VirtualTime;
  readonly central: SimulatedCentral;
  readonly calls: CentralCalls;
  readonly floor: SharedFloor;
  readonly reader: RowReader;
  /** Null on a day without a LAN. */
  readonly broker: SimulatedBroker | null;
  readonly lanReader: LanReader;
  /** Clocks of the site do not run back before this; see ShownChecker. */
  readonly clocks: { calmFromMs: number };
  readonly tampering: Tampering;
  readonly onBug: (detail: string, rule?: string) => void;
};

type Attempt = {
  readonly drafts: readonly CommandDraft[];
  readonly by: { readonly operatorId: OperatorId | null; readonly triggerId: string };
};

/** One device: a host with its journal and line, and a page that can be killed and started again. */
export class SimulatedStation {
  readonly stationId: StationId;
  readonly disk: SimulatedDisk = createSimulatedDisk();
  readonly line: LineState = createLineState();
  readonly journal: JournalContent = new Map();
  readonly lan: LanState = createLanState();
  /** The part of the host that speaks with the other stations; null on a day without a LAN. */
  readonly lanHost: SimulatedLanHost | null;
  /** Commands of other stations brought to the platform, and claims told as lost to an earlier one of another station. */
  readonly lanCounts = { relayed: 0, shown: 0, merged: 0 };
  /** Commands a person heard the beep of, and when. */
  readonly beeped = new Map<string, { readonly command: Command; readonly atMs: number }>();
  /** Nothing of this device was wiped, rolled back or overtaken by a new epoch. */
  isMemoryWhole = true;
  clockOffMs = 0;
  isPickerOn = true;
  private life: Life = { isAlive: false, ended: new AbortController() };
  private lives = 0;
  private openedAtMs = 0;
  private open: StationStore | null = null;
  /** What was being recorded when the page was killed: the host delivers the scan again. */
  private unheard: Attempt | null = null;
  readonly ports: StationPorts;

  constructor(ports: StationPorts) {
    this.ports = ports;
    this.stationId = asId<'station'>(`station-${ports.index}`);
    this.disk.onKillPoint = () => this.kill(3_000);
    const { broker, lanReader, time } = ports;
    const { stationId, lan, journal } = this;
    this.lanHost = broker === null ? null : new SimulatedLanHost({ stationId, broker, reader: lanReader, lan, journal, time });
    void this.start();
  }

  /** The store of the page that runs now. */
  store = (): StationStore | null => this.open;

  /** Commits like a screen: what is told back in time has beeped. */
  commit: StationStore['commit'] = async (drafts, by) => {
    const { open, life } = this;
    if (open === null) return never();
    this.unheard = { drafts, by };
    const receipt = await open.commit(drafts, by).finally(() => {
      if (life.isAlive) this.unheard = null;
    });
    if (!life.isAlive) return never();
    if (receipt.ok) for (const command of receipt.value) this.beeped.set(command.id, { command, atMs: this.ports.time.nowMs() });
    return receipt;
  };

  /** Ends the page at once; it is started again after `downMs`. */
  kill(downMs: number): void {
    if (!this.life.isAlive) return;
    this.life.isAlive = false;
    this.life.ended.abort();
    this.open = null;
    this.ports.floor.letGo(this.ports.index);
    this.ports.time.after(downMs, () => void this.start());
  }

  /** The browser loses everything it kept. Waits until the journal has what is not confirmed: what is in no second place yet nobody can give back. */
  wipe(downMs: number): void {
    const { outbox, outboxId } = this.disk.content;
    const kept = outboxId === null ? undefined : this.journal.get(outboxId);
    const isKept = [...outbox.values()].every((entry) => entry.result !== null || kept?.get(entry.stationSeq)?.id === entry.command.id);
    if (!isKept) return void this.ports.time.after(2_000, () => this.wipe(downMs));
    this.end(downMs);
    this.disk.content = createMemoryDisk();
    this.disk.seenTriggers.clear();
    this.isMemoryWhole = false;
  }

  /** Notes what the disk holds now; calling the answer later brings it back, as a power cut may. */
  checkpoint(): (downMs: number) => void {
    const before = copyDisk(this.disk.content);
    const { content } = this.disk;
    const goBack = (downMs: number): void => {
      if (this.disk.content !== content) return;
      const kept = content.outboxId === null ? undefined : this.journal.get(content.outboxId);
      for (let seq = before.outboxId === content.outboxId ? before.nextStationSeq : 1; seq < content.nextStationSeq; seq += 1) {
        if (kept?.has(seq) !== true) return void this.ports.time.after(2_000, () => goBack(downMs));
      }
      this.end(downMs);
      this.disk.content = before;
      this.disk.seenTriggers.clear();
      this.isMemoryWhole = false;
    };
    return goBack;
  }

  private end(downMs: number): void {
    if (this.life.isAlive) this.kill(downMs);
  }

  private async start(): Promise<void> {
    const { time, seed, index, tampering, central, calls, onBug } = this.ports;
    this.lives += 1;
    const life: Life = { isAlive: true, ended: new AbortController() };
    this.life = life;
    const name = `station ${index} life ${this.lives}`;
    const clock = { nowMs: () => time.nowMs() + this.clockOffMs };
    const ports = { line: this.line, life, time, prng: createPrng(seedOf(seed, `${name} line`)) };
    const scheduler: Scheduler = { after: (delayMs, run) => time.after(delayMs, () => life.isAlive && run()) };
    const storage = openSimulatedDisk(this.disk, life, time);
    const link = this.countRelays(createSimulatedLink(central, calls, ports));
    const journal = openSimulatedJournal(this.journal, ports);
    try {
      const store = await createStationStore({
        stationId: this.stationId,
        storage: tampering.storage?.(storage, time) ?? storage,
        link: tampering.link?.(link, { stationId: this.stationId, central }) ?? link,
        journal: tampering.journal?.(journal) ?? journal,
        gossip: this.openGossip(life, scheduler),
        reader: this.ports.reader,
        decide: tampering.decide?.(decideCommand) ?? decideCommand,
        clock,
        newId: createNewId(clock, createPrng(seedOf(seed, `${name} ids`))),
        prng: createPrng(seedOf(seed, `${name} waits`)),
        scheduler,
        limits: { overlayRows: 60, rowsPerStoredPage: 20 },
        onBug: (error) => onBug(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      });
      if (!life.isAlive) return;
      this.open = store;
      this.openedAtMs = time.nowMs();
      const check = createShownCheck(this, store);
      store.onChange(() => life.isAlive && check());
      await this.hearAgain();
      seatPicker(this, store, { ...this.ports, life, clock, name });
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error;
      // A disk that is full while the page opens: a person opens it again.
      this.kill(5_000);
    }
  }

  private openGossip(life: Life, scheduler: Scheduler): StationGossip | null {
    if (this.lanHost === null) return null;
    const gossip = createBridgeGossip(this.lanHost.client(life), scheduler);
    return this.ports.tampering.gossip?.(gossip) ?? gossip;
  }

  private countRelays(link: PlatformLink): PlatformLink {
    const count = (commands: readonly Command[], status: string | undefined) => {
      if (status === 'taken') this.lanCounts.relayed += commands.filter(({ stationId }) => stationId !== this.stationId).length;
    };
    return {
      ...link,
      push: async (request) => {
        const response = await link.push(request);
        count(request.commands, response.status);
        return response;
      },
      relay: async (request) => {
        const response = await link.relay(request);
        count(request.commands, response?.status);
        return response;
      },
    };
  }

  /** How long the page has been open; 0 while there is none. */
  openForMs = (): number => (this.open === null ? 0 : this.ports.time.nowMs() - this.openedAtMs);

  /** Whether neither the platform nor the other stations are in reach. */
  isAlone(): boolean {
    return this.line.cutAll + this.line.hostDown > 0 && this.lan.cutAll + this.line.hostDown > 0;
  }

  private async hearAgain(): Promise<void> {
    const again = this.unheard;
    if (again === null || this.open?.status().phase !== 'ready') return;
    await this.commit(again.drafts, again.by).catch(() => undefined);
  }
}
