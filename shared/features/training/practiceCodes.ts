import type { OperatorId } from '#shared/base/ids.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';
import { type SiteCodeKind, toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { practiceGtin, practiceSite, practiceSkus, practiceTotes, practiceWeightLabel } from './practiceSite.ts';

/** A code to practise with: what it is (a key of `thing.*`), its words, and what a scanner reads. */
export type PracticeCode = { readonly kind: SiteCodeKind | 'sku'; readonly nameZh: string; readonly nameEn: string; readonly code: string };

/** Where the person practising stands. `screen` is the first part of the page's address. */
export type PracticeMoment = {
  readonly screen: string;
  readonly prompt: Message | null;
  readonly operatorId: OperatorId;
  readonly view: RecordView;
  readonly find: StoreLookups;
};

/** The code that goes on from here, and one that is wrong here, to see what happens then. */
export function practiceCodes(moment: PracticeMoment): { readonly right: PracticeCode; readonly wrong: PracticeCode } {
  const right = rightCode(moment);
  const wrongBin = site('bin', right.nameEn === 'C01-1-02' ? 'A01-1-01' : 'C01-1-02');
  const skus = practiceSkus();
  const wrongGoods = right.code === practiceGtin(3) ? goodsCode(1) : goodsCode(3);
  return {
    right,
    wrong: right.kind === 'sku' || right.kind === 'bin' ? (right.kind === 'bin' ? wrongBin : wrongGoods) : goodsCode(skus.length - 2),
  };
}

/** Every code of the practice site, for a sheet of paper. */
export function allPracticeCodes(): readonly PracticeCode[] {
  const bins = practiceSite(nobody).flatMap((write) => (write.kind === 'bin' && write.row !== null ? [site('bin', write.row.code)] : []));
  const pieces = practiceSkus().flatMap((sku, index) => (sku.unit === 'each' ? [goodsCode(index)] : []));
  const sheet = ['NEXT', 'CONFIRM', 'UNDO', 'SKIP', 'SHORT/notFound', 'YES', 'NO', 'HELP', 'PAUSE', 'TRAINING'];
  return [
    ...practiceTotes.map((tote) => site('tote', tote)),
    ...bins,
    ...pieces,
    weightLabel(500),
    site('shelfPlace', 'P1'),
    site('shelfPlace', 'P2'),
    site('courier', 'P9001'),
    ...sheet.map((body) => site('commandSheet', body)),
  ];
}

const nobody = { id: '' as OperatorId, name: '', roles: [], badgeCode: '', pinHash: '', language: 'zh-CN', validUntilMs: 0 } as never;

function rightCode(moment: PracticeMoment): PracticeCode {
  if (moment.screen === 'packing') return packingCode(moment) ?? nextWork(moment);
  if (moment.screen === 'handover') return handoverCode(moment) ?? nextWork(moment);
  const task = moment.find.openTasks().find((one) => one.holder?.operatorId === moment.operatorId && one.status === 'claimed');
  return moment.screen !== 'picking' || task === undefined ? nextWork(moment) : (pickingCode(moment, task) ?? nextWork(moment));
}

/** From a screen without work: the bag to shelve, the tote to pack, else the next task. */
function nextWork({ view, find }: PracticeMoment): PracticeCode {
  const orders = find.openOrders();
  const picked = orders.find((order) => order.stage === 'picked' || order.stage === 'packing');
  const tote = picked === undefined ? undefined : view.get('tote', picked.toteIds[0] ?? '');
  if (tote !== undefined) return site('tote', tote.code);
  const packed = orders.find((order) => order.stage === 'packed');
  const bag = packed === undefined ? undefined : find.parcelsOfOrder(packed.id).find((parcel) => parcel.status === 'packed');
  if (bag !== undefined) return site('parcel', bag.code);
  return orders.some((order) => order.stage === 'shelved') ? site('courier', 'P9001') : site('commandSheet', 'NEXT');
}

function pickingCode({ prompt, view, find }: PracticeMoment, task: Task): PracticeCode | null {
  const step = task.steps.find((one) => one.status === 'open');
  switch (prompt?.key) {
    case 'speak.tote':
    case 'speak.totePlace':
      return site(
        'tote',
        practiceTotes.find((tote) => find.toteByCode(tote) === undefined || isEmpty(view, find, tote)) ?? practiceTotes[0],
      );
    case 'speak.bin':
      return step === undefined ? null : site('bin', view.get('bin', step.binId)?.code ?? '');
    case 'speak.take':
      return step === undefined ? null : goodsCode(indexOf(step.skuId));
    case 'speak.weigh':
      return step === undefined ? null : weightLabel(step.quantity - step.pickedQuantity);
    case 'speak.put':
    case 'speak.putPlace':
      return step === undefined ? null : site('tote', task.toteByOrder[step.orderId] ?? '');
    case 'speak.zero':
      return site('commandSheet', 'NO');
    case 'picking.chooseReason':
      return site('commandSheet', 'CHOICE/1');
    case 'picking.substituteTitle':
      return site('commandSheet', 'NO');
    default:
      return null;
  }
}

function packingCode({ prompt, view, find }: PracticeMoment): PracticeCode | null {
  if (prompt?.key === 'speak.packByEye') return site('commandSheet', 'YES');
  if (prompt?.key !== 'speak.packLeft') return null;
  const order = find.openOrders().find((one) => one.stage === 'packing');
  const waiting = (order?.toteIds ?? []).flatMap((toteId) => view.get('tote', toteId)?.contents ?? []);
  const piece = waiting.find((entry) => view.get('sku', entry.skuId)?.unit === 'each');
  return piece === undefined ? null : goodsCode(indexOf(piece.skuId));
}

function handoverCode({ prompt, find }: PracticeMoment): PracticeCode | null {
  if (prompt?.key === 'speak.shelf') return site('shelfPlace', String(prompt.params['shelfEn']).replaceAll(/[ ,]/g, ''));
  if (prompt?.key === 'speak.shelfAny') return site('shelfPlace', 'P1');
  if (prompt?.key !== 'speak.bags') return null;
  const bag = find
    .openOrders()
    .filter((order) => order.stage === 'shelved')
    .flatMap((order) => find.parcelsOfOrder(order.id))[0];
  return bag === undefined ? null : site('parcel', bag.code);
}

function isEmpty(view: RecordView, find: StoreLookups, tote: string): boolean {
  return view.get('tote', find.toteByCode(tote) ?? '')?.status === 'empty';
}

function indexOf(skuId: string): number {
  return practiceSkus().findIndex((sku) => sku.id === skuId);
}

function goodsCode(index: number): PracticeCode {
  const sku = practiceSkus()[index]!;
  return { kind: 'sku', nameZh: sku.name.zh, nameEn: sku.name.en, code: practiceGtin(index) };
}

function weightLabel(grams: number): PracticeCode {
  const sku = practiceSkus().at(-1)!;
  return { kind: 'sku', nameZh: `${sku.name.zh} ${grams} g`, nameEn: `${sku.name.en} ${grams} g`, code: practiceWeightLabel(grams) };
}

function site(kind: SiteCodeKind, body: string): PracticeCode {
  return { kind, nameZh: body, nameEn: body, code: toSiteCode(kind, body) };
}
