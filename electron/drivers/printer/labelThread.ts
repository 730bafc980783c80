import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { createTextRasterizer } from './createTextRasterizer.ts';
import { doLabelTask, type LabelTask, type LabelTaskAnswer } from './labelWork.ts';

/** What the thread is told and what it answers; a task that cannot be done ends in `failed`. */
export type LabelThreadTask = { readonly taskNo: number; readonly task: LabelTask };
export type LabelThreadAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly taskNo: number; readonly answer: LabelTaskAnswer }
  | { readonly kind: 'failed'; readonly taskNo: number; readonly message: string };

letOthersGoFirst();
const rasterizer = createTextRasterizer();
const tell = (answer: LabelThreadAnswer): void => parentPort?.postMessage(answer);

parentPort?.on('message', ({ taskNo, task }: LabelThreadTask) => {
  try {
    tell({ kind: 'done', taskNo, answer: doLabelTask(task, rasterizer) });
  } catch (error) {
    tell({ kind: 'failed', taskNo, message: error instanceof Error ? error.message : String(error) });
  }
});
// The first letter loads the font: that must not happen with the first label.
const warmUp = { widthDots: 200, heightDots: 40, fontDots: 24, minFontDots: 12, maxLines: 1, align: 'left', verticalAlign: 'top' } as const;
for (const weight of ['regular', 'bold'] as const) rasterizer.draw({ ...warmUp, text: '补打 Aa0', weight });
tell({ kind: 'ready' });

/** A scan goes before a label: this thread takes a processor only where nobody else needs it. Only Linux tells a thread its number. */
function letOthersGoFirst(): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Elsewhere the system's own scheduling has to do.
  }
}
