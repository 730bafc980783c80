import { IconAlertTriangle, IconCircleCheck, IconClock, IconFlame, type Icon } from '@tabler/icons-react';
import type { Tone } from './tokens.ts';

/** How a countdown looks: on time, hurry, will be late, late, done. */
export const paceLook: Readonly<
  Record<
    'onTime' | 'soon' | 'willBeLate' | 'late' | 'done',
    { tone: Tone; icon: Icon; word: 'time.left' | 'time.soon' | 'time.willBeLate' | 'time.late' | 'stage.delivered' }
  >
> = {
  onTime: { tone: 'ok', icon: IconClock, word: 'time.left' },
  soon: { tone: 'soon', icon: IconAlertTriangle, word: 'time.soon' },
  willBeLate: { tone: 'soon', icon: IconAlertTriangle, word: 'time.willBeLate' },
  late: { tone: 'late', icon: IconFlame, word: 'time.late' },
  done: { tone: 'calm', icon: IconCircleCheck, word: 'stage.delivered' },
};
