/** Moments of one scan's way through the page, as performance marks `hh:<moment>` with `detail.scanNo`. */
export type ScanMoment = 'scan' | 'committed' | 'sound' | 'painted';

/** Most marks kept by the browser before the oldest are given up. */
const maxMarks = 8_000;
let marks = 0;

/** Notes a moment of a scan; `scanNo` 0 is a key or touch. `commandIds`: what was committed. */
export function markScan(moment: ScanMoment, scanNo: number, commandIds: readonly string[] = []): void {
  marks += 1;
  if (marks > maxMarks) {
    for (const name of ['scan', 'committed', 'sound', 'painted']) performance.clearMarks(`hh:${name}`);
    marks = 0;
  }
  performance.mark(`hh:${moment}`, { detail: { scanNo, commandIds } });
}
