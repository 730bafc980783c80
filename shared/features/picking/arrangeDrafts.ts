import type { FloorPoint } from '#shared/model/common.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import { planTaskRoute } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { pickingPolicyOf } from '#shared/rules/siteRulesOf.ts';
import { arrangedSteps } from '#shared/rules/task/arrangeTask.ts';

/**
 * The command that puts a task's open steps into the order of the shortest walk from where the picker stands; none where the site walks
 * by sequence, has no walk graph, or the steps stand in that order already. Planned on the spot, in milliseconds, with or without a network.
 */
export function arrangeDrafts(task: Task, view: Pick<RecordView, 'get'>, site: Site, from: FloorPoint): CommandDraft[] {
  if (task.kind !== 'pick' || pickingPolicyOf(site).routing !== 'planned') return [];
  const route = planTaskRoute(task, view, site, from);
  if (route === null) return [];
  const steps = arrangedSteps(task, route.stepNos);
  if (steps.every((step, index) => step === task.steps[index])) return [];
  return [{ kind: 'arrangeTask', payload: { taskId: task.id, stepNos: [...route.stepNos] } }];
}

/** The same after one step changed under the picker's hands (short, skipped): the picker stands at its bin. */
export function rearrangeDrafts(task: Task, changed: PickStep, view: Pick<RecordView, 'get'>, site: Site): CommandDraft[] {
  const others = task.steps.filter((step) => step.stepNo !== changed.stepNo);
  const isLast = changed.isSkipped === true && changed.status === 'open';
  const steps = isLast ? [...others, changed] : task.steps.map((step) => (step.stepNo === changed.stepNo ? changed : step));
  return arrangeDrafts({ ...task, steps }, view, site, view.get('bin', changed.binId)?.at ?? site.packingPoint);
}

/** Where a picker who works on a task stands: at the bin of the last pick, else where walks begin. Command ids sort by time. */
export function standingPoint(task: Task, view: Pick<RecordView, 'get'>, site: Pick<Site, 'packingPoint'>): FloorPoint {
  const picks = task.steps.flatMap((step) => step.picks ?? []);
  const last = picks.reduce<(typeof picks)[number] | null>(
    (best, pick) => (best === null || pick.commandId > best.commandId ? pick : best),
    null,
  );
  return (last === null ? undefined : view.get('bin', last.binId)?.at) ?? site.packingPoint;
}
