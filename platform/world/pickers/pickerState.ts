import type { OrderId } from '#shared/base/ids.ts';
import { type PaperWords, paperJobsOf } from '#shared/features/packing/orderPapers.ts';
import { parcelLabelOf } from '#shared/features/packing/parcelLabel.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import type { WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import { distanceOf, walkMs } from './createFloor.ts';
import type { Floor } from './createFloor.ts';
import type { HandPorts, ScanHand } from './createScanHand.ts';

/** How a crew chooses tasks and walks: as the product plans it, or oldest first with the S-shape, as people do without a planner. */
export type PickerHabits = { readonly choice: 'timeLeft' | 'oldest'; readonly routing: 'planned' | 'sShape' };

/** A virtual picker at work: hands, feet and the room. */
export type Picker = HandPorts & {
  readonly habits: PickerHabits;
  readonly hand: ScanHand;
  readonly floor: Floor;
  at: FloorPoint;
  /** Walked with a trolley so far, millimetres. */
  walkedMm: number;
};

/** Thrown when the picker cannot go on with a piece of work; the work is left for others. */
export class WorkStuck extends Error {
  override readonly name = 'WorkStuck';
}

/** Walks there by the site's ways, and stands there afterwards. */
export async function walkTo(picker: Picker, to: FloorPoint): Promise<void> {
  const distanceMm = distanceOf(picker.site, picker.at, to);
  await picker.clock.sleep(walkMs(distanceMm), picker.signal);
  picker.at = to;
}

/** The same as part of a pick: its metres count. */
export async function walkPicking(picker: Picker, to: FloorPoint): Promise<void> {
  picker.walkedMm += distanceOf(picker.site, picker.at, to);
  await walkTo(picker, to);
}

/** Carries out what a workflow asked for besides commands. */
export async function performEffects(picker: Picker, effects: readonly WorkflowEffect[]): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === 'go') continue;
    try {
      for (const job of jobsOf(picker, effect)) await picker.seat.client.devices.print(job);
    } catch (error) {
      picker.trouble.count('labelNotPrinted', error);
    }
  }
}

function jobsOf(picker: Picker, effect: Exclude<WorkflowEffect, { kind: 'go' }>) {
  const { store } = picker.seat;
  if (effect.kind === 'printPaper') return paperJobsOf(store, effect, demoPaperWords);
  const label = parcelLabelOf(store, effect.orderId, effect.parcelId, effect.isReprint, labelWords(picker, effect.orderId));
  return label === null ? [] : [label];
}

const demoPaperWords: PaperWords = {
  title: (document) => document,
  name: (name) => name.zh,
  quantity: (count, unit) => (unit === 'gram' ? `${count} g` : `x ${count}`),
  bags: (count) => `${count} bags`,
  total: (rows, bags) => `${rows} / ${bags}`,
};

/** What a demo label says besides codes and numbers. */
function labelWords(picker: Picker, orderId: OrderId) {
  const order = picker.seat.store.view.get('order', orderId);
  const { timeZone } = picker.site;
  const promise = clockOf(timeZone).format(order?.promiseAtMs ?? 0);
  return { channel: order?.channel ?? '', temperature: (order?.temperatures ?? []).join(' '), promise };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Hours and minutes in a time zone; made once, because making one takes longer than a whole pick. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' });
  clocks.set(timeZone, clock);
  return clock;
}
