import { assertNever } from '#shared/base/assert.ts';
import { asId } from '#shared/base/ids.ts';
import type { Site } from '#shared/model/site/site.ts';
import { type ScannedThing, sheetActions } from '#shared/model/workflow/workflow.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';
import { parseScan } from '#shared/wire/barcode/parseScan.ts';
import type { GtinCode, ParsedCode, VariableMeasureCode } from '#shared/wire/barcode/parsedCode.ts';

/** What a scan is looked up in. */
export type ScanSources = { readonly view: RecordView; readonly find: StoreLookups; readonly site: Site; readonly nowMs: number };

type SkuThing = Extract<ScannedThing, { kind: 'sku' }>;

/**
 * Names what was scanned, from the local copy only. Order: site codes, GTINs with what their barcode says, variable measure.
 * Several SKUs with the same barcode come back as `ambiguous`, for the workflow or a person to choose.
 */
export function resolveScan(text: string, aim: string | null, sources: ScanSources): ScannedThing {
  const year = new Date(sources.nowMs).getUTCFullYear();
  const parsed = parseScan(text, aim, sources.site.variableMeasureRules, year);
  switch (parsed.kind) {
    case 'siteCode':
      return resolveSiteCode(parsed, sources);
    case 'gtin':
      return resolveGtin(parsed, sources);
    case 'variableMeasure':
      return resolveMeasured(parsed, sources);
    case 'sscc':
      return { kind: 'unknown', reason: 'scan.unknownPallet' };
    case 'unknown':
      return resolvePlain(text, parsed.reason, sources);
    default:
      return assertNever(parsed, 'parsed code');
  }
}

function resolveSiteCode(parsed: Extract<ParsedCode, { kind: 'siteCode' }>, { find }: ScanSources): ScannedThing {
  const { body } = parsed;
  const unknown = (reason: string): ScannedThing => ({ kind: 'unknown', reason });
  switch (parsed.thing) {
    case 'bin': {
      const binId = find.binByCode(body);
      return binId === undefined ? unknown('scan.unknownBin') : { kind: 'bin', binId };
    }
    case 'tote':
      // A tote nobody has used yet has no record; its printed code is enough.
      return { kind: 'tote', toteId: find.toteByCode(body) ?? asId<'tote'>(`tote-${body}`), toteCode: body };
    case 'parcel': {
      const parcelId = find.parcelByCode(body);
      return parcelId === undefined ? unknown('scan.unknownParcel') : { kind: 'parcel', parcelId };
    }
    case 'shelfPlace':
      return find.shelfPlaceByCode(body) === undefined ? unknown('scan.unknownShelf') : { kind: 'shelfPlace', shelfCode: body };
    case 'courier': {
      const courierId = find.courierByCode(body);
      return courierId === undefined ? unknown('scan.unknownCourier') : { kind: 'courier', courierId };
    }
    case 'badge': {
      const operatorId = find.operatorByBadge(body);
      return operatorId === undefined ? unknown('scan.unknownBadge') : { kind: 'badge', operatorId };
    }
    case 'commandSheet':
      return resolveSheet(body);
    case 'order': {
      const orderId = /^\d{1,6}$/.test(body) ? find.orderByDaySequence(Number(body)) : undefined;
      return orderId === undefined ? unknown('scan.unknownOrder') : { kind: 'order', orderId };
    }
    case 'device':
      return unknown('scan.isDevice');
    default:
      return assertNever(parsed.thing, 'site code kind');
  }
}

function resolveSheet(body: string): ScannedThing {
  const [name = '', argument = null] = body.split('/');
  const action = sheetActions.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return action === undefined ? { kind: 'unknown', reason: 'scan.unknownCommand' } : { kind: 'commandSheet', action, argument };
}

function resolveGtin(parsed: GtinCode, { find, view }: ScanSources): ScannedThing {
  const found: SkuThing[] = [];
  const add = (hit: Hit | undefined): void => {
    if (hit === undefined || found.some((thing) => thing.skuId === hit.skuId)) return;
    found.push({
      kind: 'sku',
      skuId: hit.skuId,
      packUnits: hit.packUnits * (parsed.count ?? 1),
      lotCode: parsed.lot,
      expiresOn: parsed.expiresOn,
      measuredGrams: parsed.measuredGrams,
      priceFen: parsed.priceFen,
      ...(hit.linkedGtin === undefined ? {} : { linkedGtin: hit.linkedGtin }),
    });
  };
  const gtins = [parsed.gtin, ...parsed.otherGtins];
  for (const gtin of gtins.flatMap(shorterForms)) add(find.skuByBarcode(gtin));
  for (const gtin of gtins) add(linkOf(gtin, view));
  return oneOf(found) ?? { kind: 'unknown', reason: 'scan.unknownGoods', gtin: parsed.gtin };
}

type Hit = { readonly skuId: SkuThing['skuId']; readonly packUnits: number; readonly linkedGtin?: string };

/** What a person here linked a barcode to. */
function linkOf(gtin: string, view: RecordView): Hit | undefined {
  const link = view.get('barcodeLink', gtin);
  return link === undefined || link.withdrawn !== null ? undefined : { skuId: link.skuId, packUnits: link.packUnits, linkedGtin: link.id };
}

/** The item of the scales, or the fixed item somebody gave such a number to; where both are there a person chooses. */
function resolveMeasured(parsed: VariableMeasureCode, sources: ScanSources): ScannedThing {
  const { find, view } = sources;
  const plu = [parsed.item, parsed.item.replace(/^0+/, '')].find((candidate) => find.skuByPlu(candidate) !== undefined);
  const skuId = plu === undefined ? undefined : find.skuByPlu(plu);
  const forms = parsed.gtin === null ? [] : shorterForms(parsed.gtin);
  const catalogued = forms.map((gtin) => find.skuByBarcode(gtin)).find((match) => match !== undefined);
  const fixed = catalogued ?? (parsed.gtin === null ? undefined : linkOf(parsed.gtin, view));
  const choices: SkuThing[] = [];
  if (skuId !== undefined) choices.push({ ...plainSku(skuId, 1), measuredGrams: parsed.grams, priceFen: parsed.priceFen });
  if (fixed !== undefined && fixed.skuId !== skuId) choices.push(plainSku(fixed.skuId, fixed.packUnits));
  return oneOf(choices) ?? { kind: 'unknown', reason: 'scan.unknownPlu' };
}

/** Codes without our prefix that people key in or that stand on old labels: a PLU or a bin code as it reads. */
function resolvePlain(text: string, reason: string, { find }: ScanSources): ScannedThing {
  const plain = text.trim();
  const skuId = /^\d{4,6}$/.test(plain) ? find.skuByPlu(plain) : undefined;
  const binId = reason === 'scan.unknownCode' ? find.binByCode(plain.toUpperCase()) : undefined;
  const choices: ScannedThing[] = [];
  if (skuId !== undefined) choices.push(plainSku(skuId, 1));
  if (binId !== undefined) choices.push({ kind: 'bin', binId });
  return oneOf(choices) ?? { kind: 'unknown', reason };
}

function oneOf(choices: readonly ScannedThing[]): ScannedThing | null {
  const [only, ...others] = choices;
  if (only === undefined) return null;
  return others.length === 0 ? only : { kind: 'ambiguous', choices };
}

function plainSku(skuId: SkuThing['skuId'], packUnits: number): SkuThing {
  return { kind: 'sku', skuId, packUnits, lotCode: null, expiresOn: null, measuredGrams: null, priceFen: null };
}

/** A GTIN-14 and the shorter forms a catalogue may hold it in. */
function shorterForms(gtin14: string): string[] {
  const forms = [gtin14];
  for (const length of [13, 12, 8]) {
    const cut = gtin14.length - length;
    if (/^0*$/.test(gtin14.slice(0, cut))) forms.push(gtin14.slice(cut));
  }
  return forms;
}
