import { assert } from '#shared/base/assert.ts';
import { startFakePrinter, type FakePrinterFault } from './fakePrinter.ts';

/** What the pool in its own process is told. */
export type PoolQuestion =
  | { readonly kind: 'setFault'; readonly index: number; readonly fault: FakePrinterFault | null }
  | { readonly kind: 'paper'; readonly no: number };
export type PoolAnswer =
  | { readonly kind: 'ports'; readonly ports: readonly number[] }
  | { readonly kind: 'paper'; readonly no: number; readonly paper: readonly (readonly string[])[] };

const codePattern = /PC-[A-Z]{6}/;
const count = Number(process.argv[2]);
const printers = await Promise.all(Array.from({ length: count }, () => startFakePrinter((zpl) => codePattern.exec(zpl)?.[0] ?? '?')));
const tell = (answer: PoolAnswer): void => {
  assert(process.send !== undefined, 'the pool is forked');
  process.send(answer);
};
process.on('message', (question: PoolQuestion) => {
  if (question.kind === 'setFault') printers[question.index]?.setFault(question.fault);
  else tell({ kind: 'paper', no: question.no, paper: printers.map((printer) => [...printer.paper]) });
});
// It must not outlive the test that started it.
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ports', ports: printers.map((printer) => printer.port) });
