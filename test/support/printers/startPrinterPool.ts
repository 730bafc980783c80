import { Worker } from 'node:worker_threads';
import type { FakePrinterFault } from './fakePrinter.ts';
import type { PoolAnswer, PoolQuestion } from './printerPool.worker.ts';

/** Fake printers in a thread of their own, so that they neither see nor disturb the station. */
export type PrinterPool = {
  readonly ports: readonly number[];
  setFault(index: number, fault: FakePrinterFault | null): void;
  /** What lies on paper at each printer now. */
  paper(): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
};

/** Starts `count` printers. */
export async function startPrinterPool(count: number): Promise<PrinterPool> {
  const url = new URL('./printerPool.worker.ts', import.meta.url);
  const worker = new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); });`, {
    eval: true,
    workerData: { count },
  });
  const waiting = new Map<number, (paper: readonly (readonly string[])[]) => void>();
  let no = 0;
  const ports = await new Promise<readonly number[]>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (answer: PoolAnswer) => {
      if (answer.kind === 'ports') return resolve(answer.ports);
      waiting.get(answer.no)?.(answer.paper);
      waiting.delete(answer.no);
    });
  });
  const ask = (question: PoolQuestion): void => worker.postMessage(question);
  return {
    ports,
    setFault: (index, fault) => ask({ kind: 'setFault', index, fault }),
    paper: () =>
      new Promise((resolve) => {
        no += 1;
        waiting.set(no, resolve);
        ask({ kind: 'paper', no });
      }),
    close: async () => void (await worker.terminate()),
  };
}
