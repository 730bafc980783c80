import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Shows what a ZPL printer would print. Behind an interface because the renderer is someone else's and may be replaced. */
export type ZplRenderer = {
  /** A PNG as data URL, or null where the bytes cannot be rendered or it takes too long. */
  render(zpl: string, widthMm: number, heightMm: number, dotsPerMm: number): Promise<string | null>;
  close(): Promise<void>;
};

const renderTimeoutMs = 10_000;
/** Most previews asked for at once; more are answered null. */
const maxWaitingPreviews = 20;

/** A label takes some 200 ms to render, so it happens in a thread of its own, started with the first preview. */
export function createZplRenderer(): ZplRenderer {
  let worker: Worker | null = null;
  let nextRequestNo = 1;
  const waiting = new Map<number, (png: string | null) => void>();

  const stop = async (): Promise<void> => {
    const old = worker;
    worker = null;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
    await old?.terminate();
  };
  const start = (): Worker => {
    const modulePath = createRequire(import.meta.url).resolve('zpl-renderer-js');
    const started = new Worker(workerSource, { eval: true, workerData: { moduleUrl: pathToFileURL(modulePath).href } });
    started.unref();
    started.on('message', (answer: { requestNo: number; png: string | null }) => {
      waiting.get(answer.requestNo)?.(answer.png);
      waiting.delete(answer.requestNo);
    });
    started.on('error', () => void stop());
    return started;
  };
  return {
    render: (zpl, widthMm, heightMm, dotsPerMm) => {
      if (waiting.size >= maxWaitingPreviews) return Promise.resolve(null);
      worker ??= start();
      const requestNo = nextRequestNo;
      nextRequestNo += 1;
      const answer = new Promise<string | null>((resolve) => waiting.set(requestNo, resolve));
      const timeout = setTimeout(() => void stop(), renderTimeoutMs);
      worker.postMessage({ requestNo, zpl, widthMm, heightMm, dotsPerMm });
      return answer.finally(() => clearTimeout(timeout));
    },
    close: stop,
  };
}

const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const loading = import(workerData.moduleUrl);
parentPort.on('message', async ({ requestNo, zpl, widthMm, heightMm, dotsPerMm }) => {
  try {
    const loaded = await loading;
    const { api } = await (loaded.ready ?? loaded.default.ready);
    const png = await api.zplToBase64Async(zpl, widthMm, heightMm, dotsPerMm);
    parentPort.postMessage({ requestNo, png: 'data:image/png;base64,' + png });
  } catch {
    parentPort.postMessage({ requestNo, png: null });
  }
});
`;
