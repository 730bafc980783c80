import {
  IconAlertTriangle,
  IconBolt,
  IconCircleCheck,
  IconCloudOff,
  IconHandStop,
  IconHelpCircle,
  IconMapPinOff,
  IconPlayerPause,
  IconRobot,
  IconSteeringWheel,
  type Icon,
} from '@tabler/icons-react';
import type { RobotTaskView, RobotView } from '#shared/features/robots/robotsContract.ts';
import type { Tone } from '#renderer/ui/tokens.ts';

/** How a robot's state is shown: colour, icon; the word and what to do come from the text of the same key. */
export const robotLook: Readonly<Record<RobotView['status'], { readonly tone: Tone; readonly icon: Icon }>> = {
  unknown: { tone: 'late', icon: IconHelpCircle },
  offline: { tone: 'calm', icon: IconCloudOff },
  broken: { tone: 'late', icon: IconCloudOff },
  manual: { tone: 'info', icon: IconSteeringWheel },
  eStop: { tone: 'late', icon: IconHandStop },
  notLocalized: { tone: 'late', icon: IconMapPinOff },
  faulty: { tone: 'late', icon: IconAlertTriangle },
  refusing: { tone: 'late', icon: IconAlertTriangle },
  offGraph: { tone: 'late', icon: IconMapPinOff },
  blocked: { tone: 'soon', icon: IconAlertTriangle },
  paused: { tone: 'soon', icon: IconPlayerPause },
  charging: { tone: 'info', icon: IconBolt },
  working: { tone: 'ok', icon: IconRobot },
  idle: { tone: 'calm', icon: IconCircleCheck },
};

/** Colour of a task's state. */
export const taskTone: Readonly<Record<RobotTaskView['status'], Tone>> = {
  waiting: 'calm',
  sent: 'info',
  seen: 'info',
  loaded: 'ok',
  stopping: 'soon',
  done: 'ok',
  byHand: 'calm',
  failed: 'late',
};

/** States in which somebody has to go there. */
export function needsPerson(status: RobotView['status']): boolean {
  return !['working', 'idle', 'charging', 'paused', 'offline', 'manual'].includes(status);
}

/** The serial number alone. */
export function shortName(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
