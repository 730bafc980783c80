import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInbox, type Icon } from '@tabler/icons-react';
import type { ChuteView, PassView } from '#shared/features/sorter/sorterContract.ts';
import type { Tone } from '#renderer/ui/tokens.ts';

/** Icon and colour of a chute's state; the word stands beside them. */
export const chuteLook: Readonly<Record<ChuteView['status'], { readonly icon: Icon; readonly tone: Tone }>> = {
  open: { icon: IconCircleCheck, tone: 'ok' },
  full: { icon: IconInbox, tone: 'soon' },
  jam: { icon: IconAlertTriangle, tone: 'late' },
  closed: { icon: IconCircleX, tone: 'calm' },
};

/** How a pass is to be taken: as it should be, on its way round, or for a person. */
export function passTone({ reason }: PassView): Tone {
  if (reason === 'trip') return 'ok';
  return reason === 'recirculate' || reason === 'noChute' || reason === 'chuteFull' ? 'soon' : 'late';
}
