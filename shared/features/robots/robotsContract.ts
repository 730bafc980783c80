import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

const word = z.string().max(200);

const robotStatus = z.enum([
  ...(['unknown', 'offline', 'broken', 'manual', 'eStop', 'notLocalized', 'faulty', 'refusing', 'offGraph', 'blocked'] as const),
  ...(['paused', 'charging', 'working', 'idle'] as const),
]);
const taskStatus = z.enum(['waiting', 'sent', 'seen', 'loaded', 'stopping', 'done', 'byHand', 'failed']);

/** A robot as the screens show it. `ageMs` is how old its last word is; null where it never spoke. */
export const robotView = z.object({
  key: word,
  status: robotStatus,
  heardAtMs: z.number().nullable(),
  /** When it said that, by its own clock. */
  saidAtMs: z.number().nullable(),
  batteryPercent: z.number().nullable(),
  place: z.object({ xMm: z.number(), yMm: z.number(), thetaRad: z.number() }).nullable(),
  /** Node ids that are its own, in driving order. */
  route: z.array(word).max(100),
  taskId: word.nullable(),
  loadIds: z.array(word).max(20),
  errors: z.array(z.object({ errorType: word, description: z.string().max(4000) })).max(20),
  isHeldByPerson: z.boolean(),
});
export type RobotView = z.infer<typeof robotView>;

/** A task of a robot as the screens show it. */
export const robotTaskView = z.object({
  taskId: word,
  status: taskStatus,
  fromNodeId: word,
  toNodeId: word,
  loadId: word,
  robot: word.nullable(),
  dueAtMs: z.number(),
  changedAtMs: z.number(),
});
export type RobotTaskView = z.infer<typeof robotTaskView>;

/** The fleet now. `isInCharge` false: another station of the site tells the robots what to do. */
export const fleetView = z.object({
  atMs: z.number(),
  isConnected: z.boolean(),
  isInCharge: z.boolean(),
  isPaused: z.boolean(),
  robots: z.array(robotView).max(300),
  /** Open ones, and the last that ended. */
  tasks: z.array(robotTaskView).max(200),
});
export type FleetView = z.infer<typeof fleetView>;

/** Where robots drive; null where the site has none. */
export const robotWaysView = z
  .object({
    nodes: z
      .array(z.object({ nodeId: word, xMm: z.number(), yMm: z.number(), use: z.enum(['way', 'station', 'packing', 'charger', 'parking']) }))
      .max(5000),
    ways: z.array(z.object({ from: word, to: word })).max(20_000),
  })
  .nullable();
export type RobotWaysView = z.infer<typeof robotWaysView>;

/** What is kept of the last hour: from when to when, and what changed. */
export const fleetHistory = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  events: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('robot'), atMs: z.number(), robot: word, status: robotStatus }),
        z.object({ kind: z.literal('task'), atMs: z.number(), robot: word.nullable(), loadId: word, status: taskStatus }),
      ]),
    )
    .max(1000),
});
export type FleetHistory = z.infer<typeof fleetHistory>;

const isDone = z.object({ isDone: z.boolean() });
const ofRobot = z.object({ robot: word });

/** Robots as the screens use them. */
export const robotsContract = {
  ways: oc.output(robotWaysView),
  /** The fleet at once, then at most ten times a second while something changes. */
  fleet: oc.output(eventIterator(fleetView)),
  /** What can be looked at again; null where nothing is kept. */
  history: oc.output(fleetHistory.nullable()),
  /** The fleet as it was then. */
  viewAt: oc.input(z.object({ atMs: z.number() })).output(fleetView.nullable()),
  /** Asks for a load to be carried. The same task id twice is one task. */
  carry: oc
    .input(z.object({ taskId: word.min(1).max(80), fromNodeId: word, toNodeId: word, loadId: word.min(1), dueAtMs: z.number().int() }))
    .output(z.object({ answer: z.enum(['taken', 'known', 'unknownNode', 'away']) })),
  /** A person does a task; `hasGoods`: holds them in hand. */
  takeByHand: oc
    .input(z.object({ taskId: word, hasGoods: z.boolean() }))
    .output(z.object({ answer: z.enum(['granted', 'stopping', 'doneByRobot', 'unknownTask', 'askForGoods', 'away']) })),
  pauseAll: oc.input(z.object({ isPaused: z.boolean() })).output(isDone),
  /** A person keeps a robot where it is, or lets it go on; letting go also ends its refusing. */
  hold: oc.input(z.object({ robot: word, isHeld: z.boolean() })).output(isDone),
  /** The robot is gone for good. */
  remove: oc.input(ofRobot).output(isDone),
};
