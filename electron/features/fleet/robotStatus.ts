import type { ConnectionState, RobotState } from '#shared/wire/vda5050/robotMessages.ts';

/** A state older than this says nothing about now. */
export const unknownAfterMs = 5_000;

export const robotStatuses = [
  'unknown',
  'offline',
  'broken',
  'manual',
  'eStop',
  'notLocalized',
  'faulty',
  'refusing',
  'offGraph',
  'blocked',
  'paused',
  'charging',
  'working',
  'idle',
] as const;
export type RobotStatus = (typeof robotStatuses)[number];

/** What is known of a robot and when it was heard. */
export type RobotEvidence = {
  readonly connection: ConnectionState | null;
  readonly state: RobotState | null;
  readonly heardAtMs: number;
  readonly nowMs: number;
  readonly isRefusing: boolean;
  readonly isOnGraph: boolean;
  readonly wantsPause: boolean;
  readonly isStuck: boolean;
  readonly isBusy: boolean;
};

/** One word for a robot, the worst first. Without a fresh state of its own it is unknown, whatever the broker says of its connection. */
export function judgeRobot(evidence: RobotEvidence): RobotStatus {
  const { connection, state } = evidence;
  if (connection === 'offline' || connection === 'hibernating') return 'offline';
  if (connection === 'broken') return 'broken';
  if (state === null || evidence.nowMs - evidence.heardAtMs > unknownAfterMs) return 'unknown';
  if (state.mode !== 'automatic' && state.mode !== 'semiAutomatic') return 'manual';
  if (state.eStop !== 'none') return 'eStop';
  if (state.position !== null && !state.position.isLocalized) return 'notLocalized';
  if (state.errors.some(({ level, rejection }) => rejection === null && (level === 'fatal' || level === 'critical'))) return 'faulty';
  if (evidence.isRefusing) return 'refusing';
  if (!evidence.isOnGraph) return 'offGraph';
  if (state.isPaused || evidence.wantsPause) return 'paused';
  if (evidence.isStuck) return 'blocked';
  if (evidence.isBusy) return 'working';
  return state.isCharging ? 'charging' : 'idle';
}
