import { useMemo } from 'react';
import { asId } from '#shared/base/ids.ts';
import type { LabelHands } from '#shared/features/labelPicking/labelPickingState.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { useStation } from './StationContext.tsx';
import { isHeldByAnother } from './takeWork.ts';

/** Who picks by label at this station: the operator signed in, with the station's name for what is between shelf and label. */
export function useLabelHands(): LabelHands {
  const station = useStation();
  return useMemo(() => {
    const { stationId, stationCode } = station.handshake;
    return {
      mayPack() {
        const roles = station.operator.get()?.roles ?? [];
        return isPermitted(roles, 'claimTask') && isPermitted(roles, 'startPacking');
      },
      isMine: (task) =>
        task.status === 'claimed' && task.holder?.operatorId === station.operator.get()?.id && task.holder?.stationId === stationId,
      isTaken: (task) => isHeldByAnother(task, station),
      toteId: asId<'tote'>(`hand-${stationId ?? ''}`),
      toteCode: `HAND-${stationCode ?? stationId ?? ''}`.slice(0, 64),
    };
  }, [station]);
}
