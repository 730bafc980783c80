import { askAtWork } from '#shared/features/link/linkAtWork.ts';
import type { ScannedThing } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import { plain } from '#renderer/bridge/takeWork.ts';
import type { ActiveWorkflow, CommonStep } from '#renderer/bridge/activeWorkflow.ts';

/** Goods nobody knows, or that somebody linked here: who may link is asked about it, who is at work whether it is what is wanted. Null: nothing to ask. */
export function offerLink(thing: ScannedThing, scanned: string, active: ActiveWorkflow | null, station: Station): CommonStep | null {
  const mayLink = isPermitted(station.operator.get()?.roles ?? [], 'linkBarcode');
  if (active?.isBusy() === true && active.name !== 'link') return offerAtWork(thing, active, mayLink, station);
  if ((active !== null && active.name !== 'link') || !mayLink || active?.isBusy() === true) return null;
  const go = (gtin: string) => stepWith(null, 'ok', { effects: [{ kind: 'go' as const, screen: 'link' as const, subjectId: gtin }] });
  if (thing.kind === 'sku' && thing.linkedGtin !== undefined) return plain(go(thing.linkedGtin));
  if (thing.kind !== 'unknown' || thing.gtin === undefined) return null;
  const { gtin } = thing;
  station.runner.ask(messageOf('link.ask', { scanned }), [messageOf('link.yes'), messageOf('link.no')], (no) => {
    if (no === 1) station.runner.submitJob(() => plain(go(gtin)), 'link');
  });
  return plain(stepWith(null, 'warning', { message: messageOf('scan.unknownGoods') }));
}

function offerAtWork(thing: ScannedThing, active: ActiveWorkflow, mayLink: boolean, station: Station): CommonStep | null {
  const tools = station.tools();
  const wanted = active.wanted?.();
  if (thing.kind !== 'unknown' || thing.gtin === undefined || tools === null || wanted === undefined) return null;
  const question = askAtWork(thing.gtin, wanted, mayLink, tools);
  if (question === null) return null;
  const { gtin } = thing;
  station.runner.ask(question.title, question.choices, (no) => {
    station.runner.submitJob(() => plain(question.stepOf(no)), `link ${gtin} ${no}`);
  });
  return plain(stepWith(null, 'warning', { message: messageOf('scan.unknownGoods') }));
}
