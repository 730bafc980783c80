import { layOutRobotWays } from '#platform/world/robots/layOutRobotWays.ts';
import type { FleetHistory, FleetView, RobotView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';

const layout = layOutRobotWays();

/** The demo layout as screens get it. */
export const robotWays: RobotWaysView = {
  nodes: layout.nodes.map(({ nodeId, xMm, yMm, use }) => ({ nodeId, xMm, yMm, use })),
  ways: layout.ways.map(({ from, to }) => ({ from, to })),
};

const statuses: readonly RobotView['status'][] = ['working', 'working', 'idle', 'charging', 'unknown', 'eStop', 'blocked', 'manual'];

/** Eight robots in as many states, and tasks in every state, for screens to be looked at. */
export function fleetSample(atMs: number): FleetView {
  const at = (nodeId: string) => layout.nodes.find((node) => node.nodeId === nodeId)!;
  const places = ['A2-3', 'A4-0', 'PARK3', 'CHG1', 'A5-4', 'A7-2', 'A6-0', 'A8-5'];
  return {
    atMs,
    isConnected: true,
    isInCharge: true,
    isPaused: false,
    robots: statuses.map((status, index) => {
      const { xMm, yMm, nodeId } = at(places[index]!);
      return {
        key: `halfhour/AGV-0${index + 1}`,
        status,
        saidAtMs: atMs - 60,
        heardAtMs: atMs - (status === 'unknown' ? 42_000 : 300 * index),
        batteryPercent: 96 - index * 11,
        place: { xMm, yMm, thetaRad: index },
        route: index === 0 ? ['A2-3', 'A2-2', 'A2-1', 'A2-0'] : [nodeId],
        taskId: index < 2 ? `carry-${index + 1}` : null,
        loadIds: index === 1 ? ['T-0117'] : [],
        errors: status === 'eStop' ? [{ errorType: 'emergencyStop', description: 'button at the front' }] : [],
        isHeldByPerson: false,
      };
    }),
    tasks: (['seen', 'loaded', 'waiting', 'stopping', 'done', 'byHand'] as const).map((status, index) => ({
      taskId: `carry-${index + 1}`,
      status,
      fromNodeId: `PICK${index + 1}`,
      toNodeId: `PACK${(index % 4) + 1}`,
      loadId: `T-011${index + 6}`,
      robot: index < 2 || status === 'stopping' ? `halfhour/AGV-0${index + 1}` : null,
      dueAtMs: atMs + 60_000 * (index + 2),
      changedAtMs: atMs - 20_000 * index,
    })),
  };
}

/** Half an hour that can be looked at again, with events of robots and tasks. */
export function fleetHistorySample(atMs: number): FleetHistory {
  const robot = 'halfhour/AGV-02';
  return {
    fromMs: atMs - 1_800_000,
    toMs: atMs,
    events: [
      { atMs: atMs - 900_000, kind: 'robot', robot, status: 'working' },
      { atMs: atMs - 840_000, kind: 'task', robot, loadId: 'T-0117', status: 'loaded' },
      { atMs: atMs - 600_000, kind: 'robot', robot: 'halfhour/AGV-06', status: 'eStop' },
      { atMs: atMs - 30_000, kind: 'task', robot, loadId: 'T-0117', status: 'done' },
    ],
  };
}
