import type { TaskId } from '#shared/base/ids.ts';
import { scanTakesMs } from './createScanHand.ts';
import { type Picker, walkTo } from './pickerState.ts';

/** Carries goods of a cancelled order back to their bins, step by step. */
export async function returnGoods(picker: Picker, taskId: TaskId): Promise<void> {
  const steps = picker.seat.store.view.get('task', taskId)?.steps ?? [];
  await walkTo(picker, picker.site.packingPoint);
  for (const step of steps) {
    const bin = picker.seat.store.view.get('bin', step.binId);
    const quantity = step.quantity - step.pickedQuantity;
    if (bin === undefined || step.status !== 'open' || quantity <= 0) continue;
    await walkTo(picker, bin.at);
    await picker.clock.sleep(2 * scanTakesMs, picker.signal);
    if (picker.signal.aborted) return;
    await picker.hand.commit([{ kind: 'returnStep', payload: { taskId, stepNo: step.stepNo, binId: step.binId, quantity } }]);
  }
}
