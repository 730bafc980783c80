import { Worker } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import type { SiteId } from '#shared/base/ids.ts';
import type { CarrierSettings } from '#platform/features/carriers/createHttpCarrier.ts';
import type { PlatformBooks } from './readBooks.ts';

/** What the thread is started with; everything can cross between threads. */
export type PlatformThreadOptions = {
  readonly port: number;
  readonly dataFolder: string;
  /** World time at the start (UTC epoch) and how many times faster than real time it runs. */
  readonly startMs: number;
  readonly speed: number;
  readonly workersEveryMs: number;
  readonly logLevel: 'silent' | 'warn' | 'info';
  /** Third parties who ride when the site's own couriers cannot make it. */
  readonly carriers: readonly CarrierSettings[];
};

export type PlatformThreadCall =
  | { readonly kind: 'startClock' }
  | { readonly kind: 'readBooks'; readonly callNo: number; readonly siteId: string }
  | { readonly kind: 'close'; readonly callNo: number };

export type PlatformThreadAnswer =
  | { readonly kind: 'started'; readonly url: string; readonly mqttUrl: string; readonly adminToken: string }
  | { readonly kind: 'done'; readonly callNo: number; readonly books: PlatformBooks | null }
  | { readonly kind: 'failed'; readonly callNo: number; readonly message: string };

/** The demo's platform, seen from the world's thread. */
export type PlatformThread = {
  readonly url: string;
  readonly mqttUrl: string;
  readonly adminToken: string;
  /** Lets the platform's world clock run; the world starts its own at the same moment. */
  startClock(): void;
  readBooks(siteId: SiteId): Promise<PlatformBooks>;
  close(): Promise<void>;
};

/** A new thread does not inherit the loader that runs TypeScript from source: it registers its own, then goes on. */
const threadSource = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loaderUrl).then(({ register }) => { register(); return import(workerData.moduleUrl); });
`;

type Waiting = { readonly resolve: (books: PlatformBooks | null) => void; readonly reject: (fault: Error) => void };

/** Starts the platform in a worker thread. Rejects with the reason when it cannot start; nothing stays open then. */
export async function startPlatformThread(options: PlatformThreadOptions): Promise<PlatformThread> {
  const moduleUrl = new URL('platformThread.ts', import.meta.url).href;
  const worker = new Worker(threadSource, {
    eval: true,
    workerData: { ...options, moduleUrl, loaderUrl: import.meta.resolve('tsx/esm/api') },
  });
  const waiting = new Map<number, Waiting>();
  let lastCallNo = 0;
  const started = await new Promise<Extract<PlatformThreadAnswer, { kind: 'started' }>>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the platform's thread ended with ${code}`)));
    worker.on('message', (message: PlatformThreadAnswer) => {
      if (message.kind === 'started') return resolve(message);
      const call = waiting.get(message.callNo);
      waiting.delete(message.callNo);
      if (message.kind === 'done') call?.resolve(message.books);
      else call?.reject(new Error(message.message));
    });
  });
  const failAll = (fault: Error): void => {
    for (const call of waiting.values()) call.reject(fault);
    waiting.clear();
  };
  worker.on('error', failAll);
  worker.once('exit', () => failAll(new Error("the platform's thread has ended")));
  const ask = (call: { kind: 'readBooks'; siteId: string } | { kind: 'close' }): Promise<PlatformBooks | null> =>
    new Promise((resolve, reject) => {
      lastCallNo += 1;
      waiting.set(lastCallNo, { resolve, reject });
      worker.postMessage({ ...call, callNo: lastCallNo });
    });
  return {
    url: started.url,
    mqttUrl: started.mqttUrl,
    adminToken: started.adminToken,
    startClock: () => worker.postMessage({ kind: 'startClock' } satisfies PlatformThreadCall),
    readBooks: async (siteId) => {
      const books = await ask({ kind: 'readBooks', siteId });
      assert(books !== null, 'books were asked for');
      return books;
    },
    close: async () => {
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}
