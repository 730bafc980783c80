import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FakePrinterFault } from './fakePrinter.ts';
import type { PoolAnswer, PoolQuestion } from './printerPool.ts';

/** Fake printers in a process of their own, so that they neither see nor disturb the station. */
export type PrinterPool = {
  readonly ports: readonly number[];
  setFault(index: number, fault: FakePrinterFault | null): void;
  /** What lies on paper at each printer now. */
  paper(): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
};

/** Starts `count` printers. */
export async function startPrinterPool(count: number): Promise<PrinterPool> {
  const path = fileURLToPath(new URL('./printerPool.ts', import.meta.url));
  const child = fork(path, [String(count)], { execArgv: ['--import', import.meta.resolve('tsx')] });
  const waiting = new Map<number, (paper: readonly (readonly string[])[]) => void>();
  let no = 0;
  const ports = await new Promise<readonly number[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the printers ended with ${code}`)));
    child.on('message', (answer: PoolAnswer) => {
      if (answer.kind === 'ports') return resolve(answer.ports);
      waiting.get(answer.no)?.(answer.paper);
      waiting.delete(answer.no);
    });
  });
  const ask = (question: PoolQuestion): void => void child.send(question);
  return {
    ports,
    setFault: (index, fault) => ask({ kind: 'setFault', index, fault }),
    paper: () =>
      new Promise((resolve) => {
        no += 1;
        waiting.set(no, resolve);
        ask({ kind: 'paper', no });
      }),
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
