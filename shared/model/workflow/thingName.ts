import { assertNever } from '#shared/base/assert.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { ScannedThing } from './workflow.ts';

/** The part of a view that gives names. */
type NameSource = { readonly view: { get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined } };

/** What was scanned, for a sentence: its kind (a key of `thing.*`) and its name in both languages. */
export function thingName(thing: ScannedThing, tools: NameSource): { thingKind: ScannedThing['kind']; thingZh: string; thingEn: string } {
  const same = (name: string) => ({ thingKind: thing.kind, thingZh: name, thingEn: name });
  switch (thing.kind) {
    case 'sku': {
      const sku = tools.view.get('sku', thing.skuId);
      return { thingKind: 'sku', thingZh: sku?.name.zh ?? '?', thingEn: sku?.name.en ?? '?' };
    }
    case 'bin':
      return same(tools.view.get('bin', thing.binId)?.code ?? '?');
    case 'tote':
      return same(thing.toteCode);
    case 'parcel':
      return same(tools.view.get('parcel', thing.parcelId)?.code ?? '?');
    case 'order':
      return same(String(tools.view.get('order', thing.orderId)?.daySequence ?? '?'));
    case 'shelfPlace':
      return same(thing.shelfCode);
    case 'courier':
      return same(tools.view.get('courier', thing.courierId)?.name ?? '?');
    case 'badge':
      return same(tools.view.get('operator', thing.operatorId)?.name ?? '?');
    case 'commandSheet':
      return same(thing.action);
    case 'ambiguous':
    case 'unknown':
      return same('?');
    default:
      return assertNever(thing, 'scanned thing');
  }
}
