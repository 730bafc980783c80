import { asId, type OrderId, type SkuId } from '#shared/base/ids.ts';
import type { Message, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith, type WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

type Tools = WorkflowTools<RecordView, StoreLookups>;

/** What the work in hand could be about now: the items somebody may hold, and whose order it is. */
export type WorkWanted = { readonly skuIds: readonly SkuId[]; readonly orderId: OrderId | null };

/** A question with its numbered answers; `stepOf` is what an answer does. */
export type LinkQuestion = {
  readonly title: Message;
  readonly choices: readonly Message[];
  stepOf(no: number): WorkflowStep<null>;
};

/** Most items asked about; with the "no" behind them they fit on the digits. */
export const maxAskedItems = 8;
const reportWord = 'unknownBarcode';

/**
 * Goods nobody knows were scanned in the middle of the work: whether they are what the work wants. Who may link links with one digit and scans
 * again; everybody else tells the supervisor, who finds code and item on the board. Null where the work wants nothing that a barcode could belong to.
 */
export function askAtWork(gtin: string, wanted: WorkWanted, mayLink: boolean, tools: Tools): LinkQuestion | null {
  const skus = [...new Set(wanted.skuIds)].flatMap((skuId) => tools.view.get('sku', skuId) ?? []).filter((sku) => sku.unit === 'each');
  const asked = skus.slice(0, maxAskedItems);
  if (asked.length === 0) return null;
  const names = asked.map((sku) => ({ skuZh: sku.name.zh, skuEn: sku.name.en }));
  return {
    title: messageOf(mayLink ? 'link.askAtWork' : 'link.reportAtWork', { scanned: gtin.replace(/^0+/, '') }),
    choices: [...names.map((name) => messageOf('link.isItem', name)), messageOf('link.isNone')],
    stepOf: (no) => {
      const sku = asked[no - 1];
      const name = names[no - 1];
      if (sku === undefined || name === undefined) return stepWith(null, 'warning', { message: messageOf('link.layAside') });
      if (mayLink) {
        const payload = { gtin, skuId: sku.id, packUnits: 1 };
        return stepWith(null, 'ok', { drafts: [{ kind: 'linkBarcode', payload }], message: messageOf('link.scanAgain', name) });
      }
      const reason = `${reportWord} ${gtin} ${sku.id}`;
      const payload = { alertId: tools.newId<'alert'>(), kind: 'stock' as const, orderId: wanted.orderId, reason };
      return stepWith(null, 'warning', { drafts: [{ kind: 'raiseAlert', payload }], message: messageOf('link.reported', name) });
    },
  };
}

/** Code and item of an alert that told of an unknown barcode; null for every other alert. */
export function readBarcodeReport(reason: string): { readonly gtin: string; readonly skuId: SkuId } | null {
  const [word, gtin, skuId] = reason.split(' ');
  return word === reportWord && gtin !== undefined && skuId !== undefined && /^\d{14}$/.test(gtin)
    ? { gtin, skuId: asId<'sku'>(skuId) }
    : null;
}
