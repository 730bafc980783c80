import { AgvController, VirtualAgvAdapter } from 'vda-5050-lib';

// A virtual robot of an independent implementation: `node thirdPartyRobot.mjs MQTT_URL SERIAL NODE X Y`.
const [brokerUrl, serialNumber, lastNodeId, x, y] = process.argv.slice(2);
const controller = new AgvController(
  { manufacturer: 'third', serialNumber },
  { interfaceName: 'uagv', vdaVersion: '2.0.0', transport: { brokerUrl, heartbeat: 5, reconnectPeriod: 500 } },
  { agvAdapterType: VirtualAgvAdapter, publishStateInterval: 1000, publishVisualizationInterval: 0 },
  { initialPosition: { mapId: 'ring', x: Number(x), y: Number(y), theta: 0, lastNodeId }, vehicleSpeed: 2, timeLapse: 4 },
);
await controller.start();
process.stdout.write('started\n');
