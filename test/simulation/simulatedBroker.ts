import { checkingLanReader, type BrokerClient, type LanReader } from '#electron/features/lan/createLanLine.ts';
import { type Prng, createPrng, nextInt } from '#shared/base/prng.ts';
import { maxLanBytes, type LanAsk, type LanCommands } from '#shared/wire/lan/lanMessages.ts';
import { seedOf, type VirtualTime } from './virtualTime.ts';

/** A cut that closes no connection is noticed by a missing ping after at most this. */
const keepAliveMs = 22_000;
const reconnectMs = 2_000;
/** How much of what was not acknowledged when a connection broke is sent again on the next. */
const sentAgainShare = 0.6;

/** The state of a station's way to the site's broker; counters, because troubles overlap. */
export type LanState = {
  cutAll: number;
  /** What the station tells does not arrive, or what the others tell does not arrive here. */
  cutUp: number;
  cutDown: number;
  readonly bad: { readonly dropShare: number; readonly duplicateShare: number; readonly slowMs: number }[];
};

/** The broker of the site: hands messages on, loses, doubles, delays and swaps them, and dies. */
export type SimulatedBroker = {
  /** A client that connects by itself, over the given way. */
  connect(lan: LanState): BrokerClient;
  /** The broker goes away, or comes back. */
  down(): void;
  up(): void;
  /** A way was cut or healed. */
  changed(): void;
  /** Messages that arrived at a station. */
  delivered(): number;
  /** Nothing between the stations was cut, bad or started since then. */
  calmSinceMs(): number;
};

type Client = {
  readonly lan: LanState;
  isClosed: boolean;
  isConnected: boolean;
  /** A change of the connection that is on its way. */
  isChanging: boolean;
  topics: readonly string[];
  unacknowledged: Letter[];
  onConnect: () => void;
  onClose: () => void;
  onMessage: (topic: string, payload: Uint8Array) => void;
};
type Letter = { readonly topic: string; readonly payload: Uint8Array; readonly done: (error: Error | null) => void };

/** A way without trouble. */
export function createLanState(): LanState {
  return { cutAll: 0, cutUp: 0, cutDown: 0, bad: [] };
}

/** A broker that is up, with no clients. */
export function createSimulatedBroker(seed: number, time: VirtualTime): SimulatedBroker {
  return new Broker(createPrng(seedOf(seed, 'broker')), time);
}

class Broker implements SimulatedBroker {
  readonly #prng: Prng;
  readonly #time: VirtualTime;
  readonly #clients = new Set<Client>();
  #downs = 0;
  #delivered = 0;
  #calmSinceMs = 0;

  constructor(prng: Prng, time: VirtualTime) {
    this.#prng = prng;
    this.#time = time;
  }

  delivered = () => this.#delivered;

  calmSinceMs(): number {
    const isCalm = [...this.#clients].every((client) => this.#isReachable(client) && client.isConnected && client.lan.bad.length === 0);
    return isCalm ? this.#calmSinceMs : Number.POSITIVE_INFINITY;
  }

  connect(lan: LanState): BrokerClient {
    const nothing = () => undefined;
    const client: Client = {
      lan,
      isClosed: false,
      isConnected: false,
      isChanging: false,
      topics: [],
      unacknowledged: [],
      onConnect: nothing,
      onClose: nothing,
      onMessage: nothing,
    };
    this.#clients.add(client);
    this.#calmSinceMs = this.#time.nowMs();
    this.#look(client);
    return {
      onConnect: (use) => void (client.onConnect = use),
      onClose: (use) => void (client.onClose = use),
      onMessage: (use) => void (client.onMessage = use),
      subscribe: (topics, done) => {
        client.topics = topics;
        done(null);
      },
      publish: (topic, text, done) => this.#send(client, { topic, payload: Buffer.from(text), done }),
      close: () => {
        client.isClosed = true;
        this.#clients.delete(client);
        return Promise.resolve();
      },
    };
  }

  down(): void {
    this.#downs += 1;
    this.changed();
  }

  up(): void {
    this.#downs -= 1;
    this.changed();
  }

  changed(): void {
    this.#calmSinceMs = this.#time.nowMs();
    for (const client of this.#clients) this.#look(client);
  }

  #isReachable({ lan }: Client): boolean {
    return this.#downs === 0 && lan.cutAll + lan.cutUp + lan.cutDown === 0;
  }

  /** Plans what a client does about its connection, if anything. */
  #look(client: Client): void {
    if (client.isChanging || client.isConnected === this.#isReachable(client)) return;
    client.isChanging = true;
    const closesAtOnce = client.isConnected && this.#downs > 0;
    this.#time.after(closesAtOnce ? 5 : nextInt(this.#prng, 50, client.isConnected ? keepAliveMs : reconnectMs), () => {
      client.isChanging = false;
      if (client.isClosed || client.isConnected === this.#isReachable(client)) return;
      client.isConnected = !client.isConnected;
      if (client.isConnected) this.#open(client);
      else client.onClose();
    });
  }

  #open(client: Client): void {
    const left = client.unacknowledged;
    client.unacknowledged = [];
    client.onConnect();
    for (const letter of left) {
      if (this.#prng.next() < sentAgainShare) this.#send(client, letter);
      else letter.done(new Error('never acknowledged'));
    }
  }

  #send(client: Client, letter: Letter): void {
    if (!client.isConnected || client.lan.cutAll + client.lan.cutUp > 0) return void client.unacknowledged.push(letter);
    const atBroker = this.#travelMs(client.lan);
    // An acknowledgement that does not get back: the same message comes again with the next connection.
    if (client.lan.cutDown > 0) client.unacknowledged.push(letter);
    else letter.done(null);
    if (this.#isLost(client.lan)) return;
    for (const other of this.#clients) {
      if (!other.isConnected || !other.topics.some((filter) => matches(filter, letter.topic))) continue;
      this.#deliver(other, letter, atBroker);
      if (this.#prng.next() < (client.lan.bad.at(-1)?.duplicateShare ?? 0))
        this.#deliver(other, letter, atBroker + nextInt(this.#prng, 1, 20_000));
    }
  }

  #deliver(to: Client, { topic, payload }: Letter, afterMs: number): void {
    if (this.#isLost(to.lan)) return;
    this.#time.after(afterMs + this.#travelMs(to.lan), () => {
      if (!to.isConnected || to.isClosed || to.lan.cutAll + to.lan.cutDown > 0) return;
      this.#delivered += 1;
      to.onMessage(topic, payload);
    });
  }

  #travelMs({ bad }: LanState): number {
    const slowMs = bad.at(-1)?.slowMs ?? 0;
    return nextInt(this.#prng, 1, 6) + (slowMs > 0 ? nextInt(this.#prng, 0, slowMs) : 0);
  }

  #isLost({ bad }: LanState): boolean {
    const worst = bad.at(-1);
    return worst !== undefined && this.#prng.next() < worst.dropShare;
  }
}

/** MQTT's filters as far as the stations use them: one level may be `+`. */
function matches(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  if (!filter.endsWith('/+')) return false;
  const stem = filter.slice(0, -1);
  return topic.startsWith(stem) && !topic.slice(stem.length).includes('/');
}

/** One in so many messages is checked with its schema; the others are only decoded. */
const messagesPerCheck = 8;

/**
 * Every message is really encoded and decoded, once for all that hear it: messages are never changed. Every eighth is checked: what a
 * station sends that it should not is counted as malformed by those that hear it, and found at the end of the day.
 */
export function createSharedLanReader(): LanReader {
  let turn = 0;
  const share = <T extends LanCommands | LanAsk>(check: (payload: Uint8Array) => T | null) => {
    const known = new WeakMap<Uint8Array, { readonly read: T | null }>();
    return (payload: Uint8Array): T | null => {
      const before = known.get(payload);
      if (before) return before.read;
      turn += 1;
      const isChecked = turn % messagesPerCheck === 0 || payload.length > maxLanBytes;
      const read = isChecked ? check(payload) : (JSON.parse(Buffer.from(payload).toString()) as T);
      known.set(payload, { read });
      return read;
    };
  };
  return { commands: share(checkingLanReader.commands), ask: share(checkingLanReader.ask) };
}
