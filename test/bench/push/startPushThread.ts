import { Worker } from 'node:worker_threads';
import type { PushOrder } from './pushThread.ts';

/** Stations in a thread of their own. */
export type PushThread = {
  /** Each station pushes its bodies one after the other, all stations at once. Rejects when a command was not applied. */
  push(stations: readonly PushOrder[]): Promise<void>;
  close(): Promise<void>;
};

/** A new thread does not inherit the loader that runs TypeScript from source: it registers its own, then goes on. */
const threadSource = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loaderUrl).then(({ register }) => { register(); return import(workerData.moduleUrl); });
`;

/** Starts the thread; `url` is where a site's commands are pushed to. */
export function startPushThread(url: string): PushThread {
  const moduleUrl = new URL('pushThread.ts', import.meta.url).href;
  const worker = new Worker(threadSource, { eval: true, workerData: { url, moduleUrl, loaderUrl: import.meta.resolve('tsx/esm/api') } });
  return {
    push: (stations) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', (fault: string | null) => {
          worker.off('error', reject);
          if (fault === null) resolve();
          else reject(new Error(fault));
        });
        worker.postMessage(stations);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}
