import type { SiteId } from '#shared/base/ids.ts';
import { newsTopic } from '#shared/wire/platform/newsTopic.ts';
import type { Bus } from '#platform/bus/openBus.ts';

/** Listeners (open SSE streams) one process keeps at most. */
export const maxNewsListeners = 5000;

/** Announces new sequences on MQTT and to streams of this process. */
export type News = {
  announce(siteId: SiteId, headSeq: number): void;
  /** Newest known sequence at each change; a slow reader misses numbers in between, never the last one. Ends with `signal`. */
  follow(siteId: SiteId, startSeq: number, signal: AbortSignal | undefined): AsyncGenerator<{ headSeq: number }>;
  listeners(): number;
  close(): void;
};

/** Builds the announcer. Announcements while the broker is away are made up for at the next connection. */
export function createNews(bus: Bus): News {
  const heads = new Map<SiteId, number>();
  const unsent = new Set<SiteId>();
  const wakers = new Set<(siteId: SiteId | null) => void>();
  let isClosed = false;

  const send = async (siteId: SiteId) => {
    const headSeq = heads.get(siteId) ?? 0;
    const isSent = await bus.publish(newsTopic(siteId), JSON.stringify({ headSeq }), { qos: 1, isRetained: true });
    if (!isSent) unsent.add(siteId);
  };
  const stopListening = bus.onConnect(() => {
    const waiting = [...unsent];
    unsent.clear();
    for (const siteId of waiting) void send(siteId);
  });

  return {
    announce(siteId, headSeq) {
      if (headSeq <= (heads.get(siteId) ?? -1)) return;
      heads.set(siteId, headSeq);
      for (const wake of wakers) wake(siteId);
      void send(siteId);
    },
    async *follow(siteId, startSeq, signal) {
      let toldSeq = -1;
      let wakeUp: () => void = () => undefined;
      const wake = (changed: SiteId | null) => {
        if (changed === null || changed === siteId) wakeUp();
      };
      const stop = () => wakeUp();
      wakers.add(wake);
      signal?.addEventListener('abort', stop);
      try {
        while (!isClosed && signal?.aborted !== true) {
          const headSeq = Math.max(startSeq, heads.get(siteId) ?? 0);
          if (headSeq > toldSeq) {
            toldSeq = headSeq;
            yield { headSeq };
            continue;
          }
          await new Promise<void>((resolve) => {
            wakeUp = resolve;
          });
        }
      } finally {
        wakers.delete(wake);
        signal?.removeEventListener('abort', stop);
      }
    },
    listeners: () => wakers.size,
    close() {
      isClosed = true;
      stopListening();
      for (const wake of wakers) wake(null);
    },
  };
}
