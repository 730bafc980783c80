import type { Placement, SorterView } from '#shared/features/sorter/sorterContract.ts';
import { toSortFacts } from '#shared/features/sorter/toSortFacts.ts';
import { toSortTable } from '#shared/features/sorter/toSortTable.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';

/** Least time between two tables given to the host, milliseconds. */
const prepareEveryMs = 250;
/** Results that wait for their parcel or for this station to be in charge; the oldest are given up first. */
const maxWaiting = 2_000;

/** Keeps the host's sorter ready from this page's store, and its results in the books, while the site has a sorter. Returns the way out. */
export function openSorterFeed(station: Station): () => void {
  const feed = new SorterFeed(station);
  return () => feed.close();
}

class SorterFeed {
  readonly #station: Station;
  readonly #waiting = new Map<string, Placement>();
  readonly #closers: (() => void)[];
  #view: SorterView | null = null;
  #given = '';
  #timer: ReturnType<typeof setTimeout> | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(station: Station) {
    this.#station = station;
    const { bridge, store } = station;
    this.#closers = [
      followStream(
        bridge,
        // A new line may lead to a host that knows nothing.
        (signal) => ((this.#given = ''), bridge.client.sorter.view(undefined, { signal })),
        (view) => this.#see(view),
      ),
      followStream(
        bridge,
        (signal) => bridge.client.sorter.placements(undefined, { signal }),
        (placed) => this.#hear(placed),
      ),
      store.onChange((change) => {
        if (this.#view !== null && (change.has('parcel') || change.has('order') || change.has('trip'))) this.#later();
      }),
    ];
  }

  close(): void {
    for (const close of this.#closers) close();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #see(view: SorterView | null): void {
    const isNew = (this.#view?.isInCharge ?? null) !== (view?.isInCharge ?? null);
    this.#view = view;
    if (view !== null && (isNew || this.#given === '')) this.#later();
  }

  #hear(placed: Placement): void {
    this.#waiting.set(placed.scanId, placed);
    for (const scanId of this.#waiting.keys()) {
      if (this.#waiting.size <= maxWaiting) break;
      this.#waiting.delete(scanId);
    }
    this.#later();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#work = this.#work.then(() => this.#round()).catch(() => undefined);
    }, prepareEveryMs);
  }

  async #round(): Promise<void> {
    const { bridge, store } = this.#station;
    if (this.#view === null) return;
    const table = toSortTable(store);
    const text = JSON.stringify([this.#view.isInCharge, table]);
    if (text !== this.#given) {
      const { isDone } = await bridge.client.sorter.prepare(table);
      if (isDone) this.#given = text;
    }
    if (this.#view.isInCharge) await this.#keepBooks();
  }

  /** A result of a parcel that the store does not have yet waits; what the books know already is dropped. */
  async #keepBooks(): Promise<void> {
    const { store } = this.#station;
    for (const [scanId, placed] of this.#waiting) {
      const drafts = toSortFacts(placed, store);
      if (drafts === null) continue;
      if (drafts.length > 0) await store.commit(drafts, { operatorId: null, triggerId: `sorted:${scanId}` });
      this.#waiting.delete(scanId);
    }
  }
}
