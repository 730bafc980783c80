import { asId } from '#shared/base/ids.ts';
import { err, ok } from '#shared/base/result.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';

/** A few rules that are easy to reckon with: adding stock, taking stock (a discrepancy below zero), claiming a task, raising and settling alerts. */
export const decideFake: DecideCommand = (view, command) => {
  const done = (...writes: readonly RecordWrite[]) => ok({ events: [], writes, moves: [] });
  switch (command.kind) {
    case 'receiveStock': {
      const { skuId, binId, quantity } = command.payload;
      const id = stockIdOf(skuId, binId, null, 'available');
      const there = view.get('stock', id)?.quantity ?? 0;
      return done({
        kind: 'stock',
        id,
        row: { id, skuId, binId, lotId: null, status: 'available', quantity: there + quantity, allocated: 0 },
      });
    }
    case 'pickLine': {
      const { binId, quantity, orderId } = command.payload;
      const row = view.stockOfSku(asId('sku-1')).find((candidate) => candidate.binId === binId);
      if (!row) return done();
      const left = row.quantity - quantity;
      const taken: RecordWrite = { kind: 'stock', id: row.id, row: { ...row, quantity: left } };
      if (left >= 0) return done(taken);
      const id = asId<'discrepancy'>(`short-${command.id}`);
      const detail = { key: 'short', params: {} };
      return done(taken, {
        kind: 'discrepancy',
        id,
        row: {
          id,
          kind: 'stockShort',
          commandId: command.id,
          orderId,
          skuId: row.skuId,
          detail,
          openedAtMs: command.atMs,
          status: 'open',
          resolution: null,
        },
      });
    }
    case 'claimTask': {
      const task = view.get('task', command.payload.taskId);
      if (!task) return err({ code: 'UNKNOWN_TASK', params: {} });
      if (task.holder && task.holder.stationId !== command.stationId)
        return err({ code: 'TASK_HELD_BY_ANOTHER', params: { station: task.holder.stationId } });
      const holder = {
        stationId: command.stationId,
        operatorId: command.operatorId ?? asId<'operator'>('nobody'),
        sinceMs: command.atMs,
        untilMs: command.atMs + 60_000,
      };
      return done({ kind: 'task', id: task.id, row: { ...task, status: 'claimed', holder } });
    }
    case 'finishPicking': {
      const task = view.get('task', command.payload.taskId);
      return task ? done({ kind: 'task', id: task.id, row: { ...task, status: 'done', holder: null } }) : done();
    }
    case 'raiseAlert': {
      const { alertId, kind, orderId, reason } = command.payload;
      return done({
        kind: 'alert',
        id: alertId,
        row: { id: alertId, kind, orderId, reason, stationId: command.stationId, raisedAtMs: command.atMs, status: 'open' },
      });
    }
    case 'settleAlert': {
      const alert = view.get('alert', command.payload.alertId);
      if (!alert) return err({ code: 'UNKNOWN_ALERT', params: {} });
      return done({ kind: 'alert', id: alert.id, row: { ...alert, status: command.payload.status } });
    }
    default:
      return done();
  }
};
