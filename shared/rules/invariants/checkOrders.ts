import type { Order, OrderLine } from '#shared/model/order/order.ts';
import type { RecordOf } from '#shared/model/records.ts';
import { weighedToleranceOf } from '#shared/rules/picking/weighedTolerance.ts';
import { defaultSiteRules } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden } from '#shared/rules/stock/lotMayLeave.ts';
import type { Books, Violation } from './checkInvariants.ts';

/** The invariants of orders: quantities, timeline, identity, and what left the house. */
export function checkOrders(books: Books): Violation[] {
  const orders = [...(books.records.order ?? [])];
  const skus = new Map([...(books.records.sku ?? [])].map((sku) => [sku.id as string, sku]));
  const stepsByLine = countSteps(books);
  const violations: Violation[] = [];
  for (const order of orders) {
    for (const line of order.lines) {
      const key = `${order.id}|${line.lineNo}`;
      const toleranceGrams = skus.get(line.skuId)?.unit === 'gram' ? weighedRoom(line, stepsByLine.get(key) ?? 1) : 0;
      violations.push(...checkLine(key, line, toleranceGrams));
    }
    violations.push(...checkTimeline(order));
  }
  return [...violations, ...checkIdentity(orders), ...checkLeftLots(books)];
}

function checkLine(subject: string, line: OrderLine, toleranceGrams: number): Violation[] {
  const violations: Violation[] = [];
  if (line.packedQuantity > line.pickedQuantity) {
    violations.push({ rule: 'packedWithinPicked', subject, detail: `packed ${line.packedQuantity}, picked ${line.pickedQuantity}` });
  }
  if (line.pickedQuantity + line.shortQuantity > line.orderedQuantity + toleranceGrams) {
    const detail = `ordered ${line.orderedQuantity}, picked ${line.pickedQuantity}, short ${line.shortQuantity}`;
    violations.push({ rule: 'pickedWithinOrdered', subject, detail });
  }
  return violations;
}

/** Each step of a weighed line may be over by the tolerance of its own quantity; this bound covers any split. */
function weighedRoom(line: OrderLine, steps: number): number {
  return weighedToleranceOf(line.orderedQuantity) * Math.max(1, steps);
}

function countSteps(books: Books): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of books.records.task ?? []) {
    if (task.kind !== 'pick') continue;
    for (const step of task.steps) {
      const key = `${step.orderId}|${step.lineNo}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function checkTimeline(order: Order): Violation[] {
  const isMonotone = order.timeline.every((entry, index) => entry.atMs >= (order.timeline[index - 1]?.atMs ?? 0));
  const isCurrent = order.timeline.at(-1)?.stage === order.stage;
  const stages = order.timeline.map((entry) => entry.stage);
  const isOnce = new Set(stages).size === stages.length;
  if (isMonotone && isCurrent && isOnce) return [];
  return [
    {
      rule: 'timelineMonotone',
      subject: order.id,
      detail: `${order.stage}: ${order.timeline.map((e) => `${e.stage}@${e.atMs}`).join(' ')}`,
    },
  ];
}

function checkIdentity(orders: readonly Order[]): Violation[] {
  const seen = new Map<string, string>();
  const violations: Violation[] = [];
  for (const order of orders) {
    const key = `${order.channel}|${order.channelOrderId}`;
    const first = seen.get(key);
    if (first !== undefined) violations.push({ rule: 'oneOrderPerChannelId', subject: order.id, detail: `${key} is also ${first}` });
    seen.set(key, order.id);
  }
  return violations;
}

/**
 * Goods that left by handover while their lot was expired, held or recalled, unless the command that recorded it opened a
 * forbiddenLot discrepancy (a fact is believed; a person was told). Holds and recalls
 * carry no date, so a lot held after its goods left is no violation: expiry and unknown lots are judged.
 */
function checkLeftLots(books: Books): Violation[] {
  const lots = new Map([...(books.records.lot ?? [])].map((lot) => [lot.id as string, lot]));
  const site: Pick<RecordOf<'site'>, 'timeZone'> = [...(books.records.site ?? [])][0] ?? defaultSiteRules;
  const told = new Set<string>();
  for (const found of books.records.discrepancy ?? []) {
    if (found.kind === 'forbiddenLot') told.add(found.commandId);
  }
  const violations: Violation[] = [];
  for (const move of books.moves) {
    if (move.lotId === null || move.to.kind !== 'outside' || move.to.reason !== 'handedOver' || told.has(move.commandId)) continue;
    const lot = lots.get(move.lotId);
    const wasExpired = isLotForbidden(lot === undefined ? undefined : { ...lot, status: 'released' }, site, move.atMs);
    if (wasExpired) violations.push({ rule: 'noForbiddenLotLeft', subject: move.lotId, detail: `left by ${move.commandId}` });
  }
  return violations;
}
