import { asId } from '#shared/base/ids.ts';
import type { LabourReport } from '#shared/wire/platform/labourReport.ts';

/** Figures of a shift as a supervisor gets them, whoever asks among them. */
export function labourSample(fromMs: number, toMs: number, askedBy: string): LabourReport {
  const minuteMs = 60_000;
  const person = (operatorId: string, linesPicked: number, linesPerHour: number, accuracy: number, ordersPacked: number) => ({
    ...{ operatorId: asId<'operator'>(operatorId), linesPicked, linesPerHour, accuracy, ordersPacked },
    pickMs: Math.round((linesPicked / linesPerHour) * 60) * minuteMs,
    packMs: ordersPacked * 2 * minuteMs,
    ordersPerHour: ordersPacked === 0 ? null : 30,
  });
  const stage = (name: LabourReport['stages'][number]['stage'], p50: number, p90: number) => ({
    ...{ stage: name, orders: 118, p50Ms: p50 * 1_000, p90Ms: p90 * 1_000 },
  });
  return {
    ...{ version: 1, fromMs, toMs, isWhole: true },
    operators: [
      person(askedBy, 412, 96.4, 0.993, 24),
      ...['OP1002', 'OP1003', 'OP1004']
        .filter((id) => id !== askedBy)
        .map((id, index) => person(id, 380 - 40 * index, 88 - 6 * index, 0.985, 0)),
    ],
    stages: [
      stage('waiting', 48, 131),
      stage('picking', 204, 342),
      stage('toPacking', 37, 96),
      stage('packing', 112, 185),
      stage('shelf', 140, 388),
      stage('courier', 620, 1_040),
    ],
  };
}
