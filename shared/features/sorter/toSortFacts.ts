import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { parseSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { Placement } from './sorterContract.ts';

/** What a result says that the books do not have yet: nothing where they know it or a later place was given; null where they do not have the parcel. */
export function toSortFacts(placed: Placement, store: Pick<StationStore, 'view' | 'find'>): readonly CommandDraft[] | null {
  const { scanId, outcome, chuteId, commandedChuteId, atMs } = placed;
  const parcelIds = new Set(placed.codes.flatMap((code) => store.find.parcelByCode(toParcelCode(code)) ?? []));
  const [parcelId] = parcelIds;
  const parcel = parcelId === undefined ? undefined : store.view.get('parcel', parcelId);
  if (outcome !== 'diverted' || chuteId === null || parcelIds.size > 1) return [];
  if (parcel === undefined) return null;
  const drafts: CommandDraft[] = [];
  const { id, orderId, status, packedAtMs } = parcel;
  if (status === 'packed' && (packedAtMs ?? 0) <= atMs)
    drafts.push({ kind: 'shelveParcel', payload: { orderId, parcelId: id, shelfCode: chuteId } });
  const alertId = asId<'alert'>(`sort-${id}-${scanId}`.slice(0, 80));
  const isMisSort = commandedChuteId !== null && commandedChuteId !== chuteId;
  if (drafts.length > 0 && isMisSort && store.view.get('alert', alertId) === undefined)
    drafts.push({
      kind: 'raiseAlert',
      payload: { alertId, kind: 'robot', orderId, reason: `sorter ${commandedChuteId} ${chuteId}`.slice(0, 120) },
    });
  return drafts;
}

function toParcelCode(code: string): string {
  const printed = parseSiteCode(code);
  return printed.ok && printed.value.kind === 'parcel' ? printed.value.body : code;
}
