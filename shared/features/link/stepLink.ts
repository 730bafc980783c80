import type { BinId, SkuId } from '#shared/base/ids.ts';
import { maxPackUnits } from '#shared/model/barcodeLink/barcodeLink.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import type { ScannedThing, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith, type WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

type Tools = WorkflowTools<RecordView, StoreLookups>;
type Step = WorkflowStep<LinkState>;

/** Where the linking of one barcode stands: which item, is it this one, it is linked. */
export type LinkState = {
  readonly phase: 'search' | 'confirm' | 'linked';
  readonly gtin: string;
  readonly skuId: SkuId | null;
  readonly packUnits: number;
  /** The bin that was scanned to find the item by; its items are offered. */
  readonly binId: BinId | null;
};

/** What the screen knows and the records by id do not: the items of a bin, and what is offered under the numbers 1, 2, 3 ... */
export type LinkPorts = {
  skusInBin(binId: BinId): readonly SkuId[];
  offered(): readonly SkuId[];
};

/** A barcode that is linked already begins with its link, to be looked at or taken back. */
export function startLink(gtin: string, tools: Tools): LinkState {
  const link = tools.view.get('barcodeLink', gtin);
  return link === undefined || link.withdrawn !== null
    ? { phase: 'search', gtin, skuId: null, packUnits: 1, binId: null }
    : { phase: 'linked', gtin, skuId: link.skuId, packUnits: link.packUnits, binId: null };
}

/** One input while a barcode is being linked. The item is found by its bin, by another of its barcodes or by number; a scan of its bin or CONFIRM links. */
export function stepLink(state: LinkState, input: WorkflowInput, tools: Tools, ports: LinkPorts): Step {
  if (input.kind === 'weight') return stepWith(state, 'tick');
  if (input.kind === 'act') return act(state, input.action, input.argument, tools, ports);
  const { thing } = input;
  if (thing.kind === 'commandSheet') return act(state, thing.action, thing.argument, tools, ports);
  if (state.phase === 'linked') return stepWith(state, 'warning', { message: messageOf('link.isLinked') });
  if (thing.kind === 'bin') return takeBin(state, thing.binId, tools, ports);
  if (thing.kind === 'sku') return takeItem(state, thing, tools);
  if (thing.kind === 'unknown' && thing.gtin === state.gtin) return stepWith(state, 'tick', { message: messageOf('link.sameCode') });
  return stepWith(state, 'warning', { message: messageOf('link.findFirst') });
}

/** The state once the records have changed, here or elsewhere. */
export function settleLink(state: LinkState, tools: Tools): LinkState {
  const now = startLink(state.gtin, tools);
  return now.phase === 'linked' || state.phase === 'linked' ? now : state;
}

function act(state: LinkState, action: SheetAction, argument: string | null, tools: Tools, ports: LinkPorts): Step {
  switch (action) {
    case 'choice':
      return takeNumber(state, Number(argument), tools, ports);
    case 'confirm':
    case 'yes':
      return state.phase === 'confirm' ? link(state, tools) : stepWith(state, 'warning', { message: messageOf('link.findFirst') });
    case 'undo':
    case 'no':
      return back(state, tools);
    case 'home':
    case 'next':
    case 'pause':
      return stepWith(state, 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] });
    case 'help': {
      const payload = { alertId: tools.newId<'alert'>(), kind: 'help' as const, orderId: null, reason: 'link' };
      return stepWith(state, 'ok', { drafts: [{ kind: 'raiseAlert', payload }], message: messageOf('common.helpCalled') });
    }
    case 'training':
    case 'skip':
    case 'short':
    case 'toteFull':
      return stepWith(state, 'warning', { message: messageOf('scan.notUsedHere') });
  }
}

/** A number is one of the items offered; once the item is known it is how many of it one scan means. */
function takeNumber(state: LinkState, no: number, tools: Tools, ports: LinkPorts): Step {
  if (state.phase === 'confirm') {
    if (!Number.isInteger(no) || no < 1 || no > maxPackUnits) return stepWith(state, 'warning', { message: messageOf('link.badPack') });
    return stepWith({ ...state, packUnits: no }, 'ok', { message: messageOf('link.pack', { count: no }) });
  }
  const offered = state.phase === 'search' ? ports.offered() : [];
  const skuId = offered[no - 1];
  if (skuId !== undefined) return choose(state, skuId, tools);
  return stepWith(state, 'warning', { message: messageOf('scanning.noSuchChoice', { no, count: offered.length }) });
}

function takeBin(state: LinkState, binId: BinId, tools: Tools, ports: LinkPorts): Step {
  const held = ports.skusInBin(binId);
  const binCode = tools.view.get('bin', binId)?.code ?? '?';
  if (state.phase === 'confirm' && state.skuId !== null) {
    if (held.includes(state.skuId)) return link(state, tools);
    return stepWith(state, 'warning', { message: messageOf('link.otherBin', { bin: binCode, ...skuName(state.skuId, tools) }) });
  }
  const [only, ...others] = held;
  if (only === undefined) return stepWith(state, 'warning', { message: messageOf('link.emptyBin', { bin: binCode }) });
  if (others.length === 0) return choose(state, only, tools);
  return stepWith({ ...state, binId }, 'ok', { message: messageOf('link.severalInBin', { bin: binCode, count: held.length }) });
}

/** Another barcode of the item: finds it, and scanned again says yes to it. */
function takeItem(state: LinkState, thing: Extract<ScannedThing, { kind: 'sku' }>, tools: Tools): Step {
  return state.phase === 'confirm' && state.skuId === thing.skuId ? link(state, tools) : choose(state, thing.skuId, tools);
}

function choose(state: LinkState, skuId: SkuId, tools: Tools): Step {
  const sku = tools.view.get('sku', skuId);
  if (sku === undefined) return stepWith(state, 'warning', { message: messageOf('refusal.UNKNOWN_SKU') });
  if (sku.unit !== 'each') return stepWith(state, 'warning', { message: messageOf('refusal.SKU_IS_WEIGHED', skuName(skuId, tools)) });
  return stepWith({ ...state, phase: 'confirm', skuId, packUnits: 1 }, 'ok', { message: messageOf('link.isIt', skuName(skuId, tools)) });
}

/** The catalogue of this station is asked once more: a code it knows by now needs no link. */
function link(state: LinkState, tools: Tools): Step {
  const { gtin, skuId, packUnits } = state;
  if (skuId === null) return stepWith(state, 'warning', { message: messageOf('link.findFirst') });
  const catalogued = tools.find.skuByBarcode(gtin);
  if (catalogued !== undefined)
    return stepWith(state, 'warning', { message: messageOf('link.inCatalogue', skuName(catalogued.skuId, tools)) });
  return stepWith({ ...state, phase: 'linked' }, 'lineDone', {
    drafts: [{ kind: 'linkBarcode', payload: { gtin, skuId, packUnits } }],
    message: messageOf('link.done', { count: packUnits, ...skuName(skuId, tools) }),
  });
}

function back(state: LinkState, tools: Tools): Step {
  if (state.phase === 'confirm')
    return stepWith({ ...state, phase: 'search', skuId: null, packUnits: 1 }, 'ok', { message: messageOf('link.searchAgain') });
  if (state.phase === 'linked' && state.skuId !== null) {
    const { gtin, skuId } = state;
    return stepWith({ ...state, phase: 'search', skuId: null, packUnits: 1 }, 'ok', {
      drafts: [{ kind: 'unlinkBarcode', payload: { gtin, skuId } }],
      message: messageOf('link.takenBack', skuName(skuId, tools)),
    });
  }
  if (state.binId !== null) return stepWith({ ...state, binId: null }, 'ok', { message: messageOf('link.searchAgain') });
  return stepWith(state, 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] });
}

function skuName(skuId: SkuId, tools: Tools): { readonly skuZh: string; readonly skuEn: string } {
  const { thingZh, thingEn } = thingName(
    { kind: 'sku', skuId, packUnits: 1, lotCode: null, expiresOn: null, measuredGrams: null, priceFen: null },
    tools,
  );
  return { skuZh: thingZh, skuEn: thingEn };
}

/** Most items offered under numbers at once. */
export const maxOffered = 9;

/** Items whose code, number or name in either language has the words, best first: those that begin with them. Weighed goods have no fixed barcode. */
export function findItems(words: string, skus: Iterable<Sku>): Sku[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  const begins: Sku[] = [];
  const has: Sku[] = [];
  for (const sku of skus) {
    if (sku.unit !== 'each') continue;
    const names = [sku.code, sku.name.zh, sku.name.en].map((name) => name.toLowerCase());
    if (names.some((name) => name.startsWith(wanted))) begins.push(sku);
    else if (names.some((name) => name.includes(wanted))) has.push(sku);
  }
  return [...begins, ...has].slice(0, maxOffered);
}
