import type { RecordOf } from '#shared/model/records.ts';
import { isLabelOnly } from '#shared/rules/task/isLabelOnly.ts';
import { pickingPolicyOf } from '#shared/rules/siteRulesOf.ts';
import type { LabelHands, LabelPickingTools } from './labelPickingState.ts';

type LabelTask = RecordOf<'task'>;

/** Orders of one item from one bin that are picked by their labels: one walk, however many they are. */
export type LabelWave = {
  readonly key: string;
  readonly sku: RecordOf<'sku'> | undefined;
  readonly bin: RecordOf<'bin'> | undefined;
  /** Labels that nobody has printed; the goods due first are first. */
  readonly waiting: readonly LabelTask[];
  /** Labels in this person's hands. */
  readonly mine: readonly LabelTask[];
  readonly units: number;
  readonly dueAtMs: number;
};

/** The waves a person can take or has taken: own labels first, then the largest. */
export function labelWaves({ view, find }: Pick<LabelPickingTools, 'view' | 'find'>, hands: LabelHands): readonly LabelWave[] {
  if (!hands.mayPack()) return [];
  const policy = pickingPolicyOf(view.site());
  const byKey = new Map<string, LabelTask[]>();
  for (const task of find.openTasks()) {
    const [step] = task.steps;
    if (step === undefined || hands.isTaken(task) || !isLabelOnly(task, policy, (id) => view.get('order', id), view)) continue;
    const key = `${step.skuId} ${step.binId}`;
    byKey.set(key, [...(byKey.get(key) ?? []), task]);
  }
  const waves = [...byKey].map(([key, tasks]): LabelWave => {
    const sorted = tasks.toSorted((a, b) => a.dueAtMs - b.dueAtMs || (a.id < b.id ? -1 : 1));
    const [step] = sorted[0]!.steps;
    return {
      key,
      sku: view.get('sku', step!.skuId),
      bin: view.get('bin', step!.binId),
      waiting: sorted.filter((task) => !hands.isMine(task)),
      mine: sorted.filter((task) => hands.isMine(task)),
      units: sorted.reduce((sum, task) => sum + task.steps[0]!.quantity, 0),
      dueAtMs: sorted[0]!.dueAtMs,
    };
  });
  return waves.toSorted((a, b) => b.mine.length - a.mine.length || b.waiting.length - a.waiting.length || (a.key < b.key ? -1 : 1));
}
