import { MasterController } from 'vda-5050-lib';

// A master control of an independent implementation: `node thirdPartyMaster.mjs MQTT_URL SERIAL`. Lines on standard input are what it is to do with the robot; it says how that went.
const [brokerUrl, serialNumber] = process.argv.slice(2);
const agv = { manufacturer: 'halfhour', serialNumber };
const master = new MasterController({ interfaceName: 'uagv', vdaVersion: '2.0.0', transport: { brokerUrl, reconnectPeriod: 500 } }, {});
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const places = { P1: [3, -1.2], r2: [3, 0], r1: [1.5, 0], PICK: [1.5, -1.2], FAR: [30, 30] };

/** An order along the places; the first `released` of them are its base, the last released one has the actions. */
function toOrder(orderId, orderUpdateId, first, names, released, actions) {
  const isReleased = (index) => index < released;
  const nodes = names.map((nodeId, index) => ({
    nodeId,
    sequenceId: first + 2 * index,
    released: isReleased(index),
    nodePosition: {
      x: places[nodeId][0],
      y: places[nodeId][1],
      theta: 0,
      mapId: 'ring',
      allowedDeviationXY: 1,
      allowedDeviationTheta: 3.14,
    },
    actions: index === released - 1 ? actions : [],
  }));
  const edges = names.slice(1).map((endNodeId, index) => ({
    edgeId: `${names[index]}-${endNodeId}`,
    sequenceId: first + 2 * index + 1,
    released: isReleased(index + 1),
    startNodeId: names[index],
    endNodeId,
    actions: [],
  }));
  return { orderId, orderUpdateId, nodes, edges };
}

const handler = {
  onOrderProcessed: (error, byCancelation, active, { order }) =>
    say({ event: 'processed', orderId: order.orderId, error: error?.errorType ?? null, byCancelation, active }),
  onNodeTraversed: ({ nodeId }, _edge, _next, { order }) => say({ event: 'node', orderId: order.orderId, nodeId }),
  onActionStateChanged: ({ actionStatus, actionType }) => say({ event: 'action', actionType, actionStatus }),
};
const pick = {
  actionId: 'pick-1',
  actionType: 'pick',
  blockingType: 'HARD',
  actionParameters: [{ key: 'loadId', value: 'L1' }],
};
const deeds = {
  // To r2 as base, the rest as horizon; then an update that releases the rest.
  carry: () => master.assignOrder(agv, toOrder('o1', 0, 0, ['P1', 'r2', 'r1', 'PICK'], 2, []), handler),
  update: () => master.assignOrder(agv, toOrder('o1', 1, 2, ['r2', 'r1', 'PICK'], 3, [pick]), handler),
  back: () => master.assignOrder(agv, toOrder('o2', 0, 0, ['PICK', 'r1', 'r2', 'P1'], 4, []), handler),
  cancel: () =>
    master.initiateInstantActions(
      agv,
      { instantActions: [{ actionId: `cancel-${Date.now()}`, actionType: 'cancelOrder', blockingType: 'HARD' }] },
      {
        onActionStateChanged: ({ actionStatus }) => say({ event: 'cancel', actionStatus }),
        onActionError: ({ errorType }) => say({ event: 'cancelRefused', errorType }),
      },
    ),
  far: () => master.assignOrder(agv, toOrder('o3', 0, 0, ['FAR', 'P1'], 2, []), handler),
};
await master.start();
say({ event: 'started' });
for await (const chunk of process.stdin)
  for (const deed of chunk.toString('utf8').split('\n').filter(Boolean))
    await deeds[deed]().catch((error) => say({ event: 'failed', deed, error: error.message }));
