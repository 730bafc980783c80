import { implement } from '@orpc/server';
import { WebSocketServer } from 'ws';
import { createBridge, type BridgeContext } from '#electron/bridge/createBridge.ts';
import { webSocketChannel } from '#electron/bridge/webSocketChannel.ts';
import { createFleetService } from '#electron/features/fleet/createFleetService.ts';
import { createRobotHandlers } from '#electron/features/fleet/createRobotHandlers.ts';
import { silentLog } from '#shared/base/log.ts';
import { benchBridgeContract } from './benchBridgeContract.ts';
import { layOutBenchWays } from './benchWays.ts';

// The robots' part of a station's host in a process of its own: `fleetHost.ts MQTT_URL ROBOTS DATA_FOLDER`. Keeps the robots at work; says what it heard and what it cost.
const [mqttUrl = '', robots = '0', dataFolder = ''] = process.argv.slice(2);
const clock = { nowMs: () => Date.now() };
const robotWays = layOutBenchWays(Number(robots));
const fleet = await createFleetService({
  ...{ dataFolder, robotWays, clock, log: silentLog },
  station: () => ({ stationId: 'bench', siteId: 'bench' }),
});
fleet.look(mqttUrl);
const os = implement(benchBridgeContract).$context<BridgeContext>();
const handshake = os.station.handshake.handler(({ context }) => {
  context.connection.isCompatible = true;
  return { isCompatible: true };
});
const bridge = createBridge({ station: { handshake }, robots: createRobotHandlers({ fleet, clock }) }, silentLog);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (socket) => void bridge.attach(webSocketChannel(socket), 'webSocket'));
await new Promise<void>((resolve) => server.once('listening', () => resolve()));

/** Two of three robots have something to carry at any time. */
let asked = 0;
const stations = robotWays.nodes.filter(({ use }) => use === 'station');
const packing = robotWays.nodes.filter(({ use }) => use === 'packing');
const work = setInterval(() => {
  const control = fleet.control();
  if (control === null || !fleet.isInCharge()) return;
  const open = control.tasks.all().filter(({ status }) => !['done', 'byHand', 'failed'].includes(status)).length;
  for (let more = open; more < (Number(robots) * 2) / 3; more++) {
    const no = asked++;
    control.request(
      {
        taskId: `bench-${no}`,
        kind: 'toteToPacking',
        fromNodeId: stations[(no * 7) % stations.length]!.nodeId,
        toNodeId: packing[(no * 11) % packing.length]!.nodeId,
        loadId: `T-${no}`,
        dueAtMs: Date.now() + 600_000,
      },
      Date.now(),
    );
  }
}, 500);
const counted = () => {
  const { user, system } = process.cpuUsage();
  const done =
    fleet
      .control()
      ?.tasks.all()
      .filter(({ status }) => status === 'done').length ?? 0;
  return { counters: fleet.counters(), cpuMs: (user + system) / 1000, isInCharge: fleet.isInCharge(), done };
};
process.on('message', () => void process.send?.(counted()));
process.once('disconnect', () => {
  clearInterval(work);
  process.exit(0);
});
process.send?.({ port: (server.address() as { port: number }).port });
