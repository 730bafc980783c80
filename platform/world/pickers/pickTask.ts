import { type Prng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { OrderId, TaskId } from '#shared/base/ids.ts';
import { type PickingLine, describePicking } from '#shared/features/picking/describePicking.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import type { PickingState } from '#shared/features/picking/pickingState.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { toWeightLabel } from '#platform/world/site/gtin.ts';
import type { Job } from './createScanHand.ts';
import { type Picker, WorkStuck, walkPicking } from './pickerState.ts';

/** How often a virtual picker does not find goods the books have. */
export const notFoundShare = 0.004;
/** How often the scanner is pointed at the wrong bin first. */
export const wrongBinShare = 0.006;
/** How often a bin that should be empty is not. */
export const notEmptyShare = 0.02;
const waitsForAnswerMs = 10_000;
/** Most scans for one task; more means that the picker goes round in circles. */
const maxScansPerTask = 600;
const weighingTakesMs = 6_000;
const maxLabelGrams = 99_999;

/** Picks a task from its first tote to its last item. Gives the orders that are ready to pack. */
export async function pickTask(picker: Picker, taskId: TaskId): Promise<readonly OrderId[]> {
  const task = picker.seat.store.view.get('task', taskId);
  if (task === undefined) throw new WorkStuck(`task ${taskId} is gone`);
  // All of it was picked by somebody who was away: nothing is left but to say so.
  if (!task.steps.some((step) => step.status === 'open')) await picker.hand.commit([{ kind: 'finishPicking', payload: { taskId } }]);
  const job: Job<PickingState> = { state: startPicking(task), step: stepPicking, settle: settlePicking };
  for (let scans = 0; scans < maxScansPerTask; scans += 1) {
    if (picker.signal.aborted) return [];
    if (!isMine(picker, taskId)) break;
    const code = await nextCode(picker, job);
    if (code === null) break;
    const { warning } = await picker.hand.scan(job, code);
    if (warning !== null) picker.trouble.count(`said.${warning.key}`);
    if (scans === maxScansPerTask - 1) throw new WorkStuck(`task ${taskId} takes too many scans`);
  }
  await walkPicking(picker, picker.site.packingPoint);
  const { view } = picker.seat.store;
  // Others may have joined on the way.
  const orderIds = view.get('task', taskId)?.orderIds ?? task.orderIds;
  return orderIds.filter((orderId) => view.get('order', orderId)?.stage === 'picked');
}

/** Goes where the prompt says and gives the code to scan there; null when the task is over. */
async function nextCode(picker: Picker, job: Job<PickingState>): Promise<string | null> {
  const prompt = describePicking(job.state, picker.hand.tools());
  if (prompt.held !== null) return toSiteCode('commandSheet', 'CONFIRM');
  if (prompt.zeroCheck !== null) return toSiteCode('commandSheet', picker.prng.next() < notEmptyShare ? 'NO' : 'YES');
  switch (prompt.phase) {
    case 'done':
      return null;
    case 'tote':
      // An order that joined on the way goes into a spare tote of the trolley.
      if ((prompt.task?.orderIds.length ?? 1) === 1 || prompt.doneSteps === 0) await walkPicking(picker, picker.site.packingPoint);
      return toSiteCode('tote', takeEmptyTote(picker));
    case 'put':
      return toSiteCode('tote', prompt.expectedTote ?? '');
    case 'reason':
      return toSiteCode('commandSheet', 'SHORT/notFound');
    case 'substitute':
      return toSiteCode('commandSheet', 'CHOICE/1');
    case 'answer':
      await picker.clock.sleep(waitsForAnswerMs, picker.signal);
      return toSiteCode('commandSheet', 'NEXT');
    case 'bin': {
      const bin = prompt.current?.bin;
      if (bin === undefined) throw new WorkStuck('the step has no bin');
      await walkPicking(picker, bin.at);
      return toSiteCode('bin', picker.prng.next() < wrongBinShare ? neighbourOf(picker, bin.code) : bin.code);
    }
    case 'item':
      return codeOfItem(picker, prompt.current);
  }
}

/** What is scanned with the goods in the hand: one of the item's barcodes, a scale's label, or the short card. */
async function codeOfItem(picker: Picker, line: PickingLine | null): Promise<string> {
  const sku = line?.sku;
  if (line === null || sku === undefined) throw new WorkStuck('the step has no SKU');
  if (line.step.pickedQuantity === 0 && picker.prng.next() < notFoundShare) return toSiteCode('commandSheet', 'SHORT/notFound');
  if (sku.unit === 'gram') {
    await picker.clock.sleep(weighingTakesMs, picker.signal);
    const grams = Math.round(line.remaining * (0.96 + picker.prng.next() * 0.07));
    return toWeightLabel('21', sku.plu ?? '', Math.min(maxLabelGrams, Math.max(1, grams)));
  }
  return itemBarcode(picker.prng, sku.barcodes);
}

/** Any barcode of a single item; aged packaging and new lie side by side. */
export function itemBarcode(prng: Prng, barcodes: readonly { readonly gtin: string; readonly packUnits: number }[]): string {
  const single = barcodes.filter((barcode) => barcode.packUnits === 1);
  if (single.length === 0) throw new WorkStuck('the SKU has no barcode of a single item');
  return pickOne(prng, single).gtin;
}

/** An empty tote from the pile that nobody else reaches for. */
function takeEmptyTote(picker: Picker): string {
  const empty = [...picker.seat.store.all('tote')].filter((tote) => tote.status === 'empty').map((tote) => tote.code);
  for (let offset = nextInt(picker.prng, 0, Math.max(0, empty.length - 1)), tries = 0; tries < empty.length; tries += 1) {
    const code = empty[(offset + tries) % empty.length];
    if (code === undefined || !picker.floor.take('tote', code)) continue;
    // Kept from others until its record says that it is in use, which takes far less than this.
    void picker.clock.sleep(60_000, picker.signal).then(() => picker.floor.giveBack('tote', code));
    return code;
  }
  throw new WorkStuck('no empty tote is left');
}

function neighbourOf(picker: Picker, binCode: string): string {
  const level = binCode.slice(0, -2);
  const position = Number(binCode.slice(-2));
  const neighbour = `${level}${String(position > 1 ? position - 1 : position + 1).padStart(2, '0')}`;
  return picker.seat.store.find.binByCode(neighbour) === undefined ? binCode : neighbour;
}

/** The claim may have gone to another station while this one was not looking. */
function isMine(picker: Picker, taskId: TaskId): boolean {
  const holder = picker.seat.store.view.get('task', taskId)?.holder;
  return holder == null || holder.stationId === picker.seat.stationId;
}
