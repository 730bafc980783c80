import type { RecordKind } from '#shared/model/records.ts';
import type { ChangePace } from './changeFeed.ts';
import { useView } from './useStore.ts';

/** Paints the component again when records of these kinds change, at most once a frame unless `pace` is 'now'. */
export function useRecordChanges(kinds: readonly RecordKind[], pace: ChangePace = 'frame'): void {
  useView(freshOutcome, kinds, pace);
}

function freshOutcome(): object {
  return {};
}
