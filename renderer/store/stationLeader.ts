/** Longest wait for the other window to let go by itself before the station is taken from it, milliseconds. */
export const politeWaitMs = 3_000;

/** The browser's parts that windows of one station agree through. */
export type LeaderPorts = {
  readonly locks: Pick<LockManager, 'request'>;
  openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close'> & { onmessage: ((event: MessageEvent) => void) | null };
  after(delayMs: number, run: () => void): () => void;
};

/** This window's part in who writes. */
export type StationLeader = {
  /** Asks the window that is the station now to let go; takes it after politeWaitMs when it does not answer. */
  takeOver(): void;
  close(): void;
};

/**
 * One window of a browser is the station: the one that holds the lock. `lead` begins to write and resolves with how to
 * stop; `follow` is told whenever this window is not (or no longer) the one.
 */
export function createStationLeader(
  name: string,
  ports: LeaderPorts,
  lead: () => Promise<() => Promise<void>>,
  follow: () => void,
): StationLeader {
  const channel = ports.openChannel(name);
  let letGo: (() => void) | null = null;
  let isClosed = false;
  let isLeader = false;
  let cancelSteal = () => {};
  let waiting: AbortController | null = null;

  /** Holds the lock from `lead` until asked to let go. */
  const hold = async () => {
    isLeader = true;
    cancelSteal();
    const asked = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let hasBegun = false;
    const leading = lead();
    try {
      const begun = leading.then(() => void (hasBegun = true));
      await Promise.race([asked, begun.then(() => asked)]);
    } finally {
      isLeader = false;
      letGo = null;
      // Let go while still opening: stopped as soon as it is open.
      if (!hasBegun) void leading.then((stop) => stop());
      else await leading.then((stop) => stop());
    }
  };
  const stand = (isStealing: boolean) => {
    if (isClosed) return;
    waiting?.abort();
    waiting = isStealing ? null : new AbortController();
    const ours = waiting;
    const options: LockOptions = ours ? { mode: 'exclusive', signal: ours.signal } : { mode: 'exclusive', steal: true };
    ports.locks
      .request(name, options, () => (isClosed ? undefined : hold()))
      // Rejected: taken by another window (then what is held is let go), or our own waiting was replaced by taking over.
      .catch(() => (ours?.signal.aborted ? undefined : letGo?.()))
      .finally(() => {
        if (isClosed || ours?.signal.aborted) return;
        follow();
        // In line again: when the other window is closed this one goes on.
        stand(false);
      });
  };
  channel.onmessage = (event) => {
    if (event.data === 'letGo' && isLeader) letGo?.();
  };
  follow();
  stand(false);
  return {
    takeOver() {
      if (isLeader) return;
      channel.postMessage('letGo');
      cancelSteal = ports.after(politeWaitMs, () => {
        if (!isLeader) stand(true);
      });
    },
    close() {
      isClosed = true;
      cancelSteal();
      channel.close();
      letGo?.();
      waiting?.abort();
    },
  };
}
