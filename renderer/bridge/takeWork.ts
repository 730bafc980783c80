import type { TaskId } from '#shared/base/ids.ts';
import type { RecordOf } from '#shared/model/records.ts';
import { arrangeDrafts, standingPoint } from '#shared/features/picking/arrangeDrafts.ts';
import { isInShare, shareOf, type Share } from '#shared/rules/task/takeShare.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import type { Station } from './StationContext.tsx';
import type { CommonStep } from './activeWorkflow.ts';

/** Whether somebody else holds a task now: another operator or another station, with a lease that still runs. */
export function isHeldByAnother(task: RecordOf<'task'>, station: Pick<Station, 'operator' | 'handshake' | 'nowMs'>): boolean {
  if (task.status !== 'claimed' || task.holder === null || task.holder.untilMs < station.nowMs()) return false;
  return task.holder.operatorId !== station.operator.get()?.id || task.holder.stationId !== station.handshake.stationId;
}

/** The task in this operator's hands at this station, if any. */
export function taskInHand(station: Station): RecordOf<'task'> | undefined {
  const mine = station.operator.get()?.id;
  return station.store.find
    .openTasks()
    .find(
      (task) => task.status === 'claimed' && task.holder?.operatorId === mine && task.holder?.stationId === station.handshake.stationId,
    );
}

/** Takes the best task: the one in hand, else the most urgent that nobody holds. */
export function takeBestTask(station: Station): CommonStep {
  const inHand = taskInHand(station);
  if (inHand !== undefined) return plain(stepWith(null, 'ok', { effects: [{ kind: 'go', screen: 'picking', subjectId: inHand.id }] }));
  const share = shareWhenAlone(station);
  const isOurs = (task: RecordOf<'task'>) => share === null || task.holder !== null || isInShare(task, share, station.nowMs());
  const best = station.store.find.openTasks().find((task) => task.kind === 'pick' && !isHeldByAnother(task, station) && isOurs(task));
  if (best === undefined) return plain(stepWith(null, 'warning', { message: { key: 'queue.noTask', params: {} } }));
  return takeTask(station, best.id, false);
}

/** Our share of the unclaimed tasks while neither the platform nor the other stations are in reach; null while one of them is. */
function shareWhenAlone(station: Station): Share | null {
  const state = station.connection.get();
  const { stationId } = station.handshake;
  if (state === null || stationId === null || state.wan.status === 'up' || state.lan.status === 'up') return null;
  return shareOf(stationId, station.store.all('station'));
}

/** Claims one task, plans its walk here and now, and opens it. */
export function takeTask(station: Pick<Station, 'store'>, taskId: TaskId, isTakeover: boolean): CommonStep {
  const { view } = station.store;
  const task = view.get('task', taskId);
  const site = view.site();
  const walk = task === undefined || site === undefined ? [] : arrangeDrafts(task, view, site, standingPoint(task, view, site));
  return plain(
    stepWith(null, 'ok', {
      drafts: [{ kind: 'claimTask', payload: { taskId, isTakeover } }, ...walk],
      effects: [{ kind: 'go', screen: 'picking', subjectId: taskId }],
    }),
  );
}

/** A step that is not handed on and changes nothing else. */
export function plain(step: CommonStep['step']): CommonStep {
  return { step, isHandedOn: false, asOperatorId: null, settled: null };
}
