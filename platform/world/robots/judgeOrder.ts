import type { OrderNode, RejectionName, RobotOrder, RobotPosition } from '#shared/wire/vda5050/robotMessages.ts';

/** What a robot goes by when it judges an order (VDA 5050 3.0, 6.1.4 and 6.6.5.4). */
export type OrderBooks = {
  readonly current: {
    readonly orderId: string;
    readonly orderUpdateId: number;
    readonly text: string;
    readonly isCancelled: boolean;
  } | null;
  /** The last released node it has or had: where an update must begin. */
  readonly lastBaseNode: { readonly nodeId: string; readonly sequenceId: number } | null;
  readonly isActive: boolean;
  readonly isAvailable: boolean;
  readonly position: RobotPosition | null;
  readonly lastNodeId: string;
  readonly mapId: string;
  readonly actionTypes: readonly string[];
};

/** What becomes of an order. */
export type OrderVerdict =
  | { readonly kind: 'rejected'; readonly name: RejectionName; readonly detail: string }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'update' }
  | { readonly kind: 'start' };

/** A node counts as reached from this far, where the order does not say. */
export const defaultDeviationMm = 500;

/** Judges an order as the standard asks. */
export function judgeOrder(order: RobotOrder, books: OrderBooks): OrderVerdict {
  const shape = findShapeFault(order);
  if (shape !== null) return rejected('validationFailure', shape);
  if (!books.isAvailable) return rejected('robotNotAvailable', 'not in automatic mode');
  const foreign = order.nodes.find(({ place }) => place !== null && place.mapId !== books.mapId);
  if (foreign) return rejected('unknownMapId', foreign.place?.mapId ?? '');
  const odd = order.nodes.flatMap(({ actions }) => actions).find(({ actionType }) => !books.actionTypes.includes(actionType));
  if (odd) return rejected('invalidOrderAction', odd.actionType);
  const { current } = books;
  if (current !== null && current.orderId === order.orderId) return judgeUpdate(order, current, books.lastBaseNode);
  if (books.isActive) return rejected('otherOrderActive', current?.orderId ?? '');
  return isInReach(order.nodes[0]!, books) ? { kind: 'start' } : rejected('startNodeOutOfRange', order.nodes[0]!.nodeId);
}

function judgeUpdate(
  order: RobotOrder,
  current: NonNullable<OrderBooks['current']>,
  lastBaseNode: OrderBooks['lastBaseNode'],
): OrderVerdict {
  if (order.orderUpdateId < current.orderUpdateId) return rejected('outdatedOrderUpdate', `${order.orderUpdateId}`);
  if (order.orderUpdateId === current.orderUpdateId) {
    if (JSON.stringify(order) === current.text) return { kind: 'repeat' };
    return rejected('sameOrderUpdateId', `${order.orderUpdateId}`);
  }
  if (current.isCancelled) return rejected('orderUpdateFollowingCancel', order.orderId);
  const [first] = order.nodes;
  const isStitched = lastBaseNode !== null && first!.nodeId === lastBaseNode.nodeId && first!.sequenceId === lastBaseNode.sequenceId;
  return isStitched
    ? { kind: 'update' }
    : rejected('outdatedOrderUpdate', `begins at ${first!.nodeId}, not at ${lastBaseNode?.nodeId ?? 'nowhere'}`);
}

function findShapeFault({ nodes, edges }: RobotOrder): string | null {
  if (edges.length !== nodes.length - 1) return 'edges are one fewer than nodes';
  if (!nodes[0]!.isReleased) return 'the first node is not released';
  const start = nodes[0]!.sequenceId;
  for (const [index, node] of nodes.entries()) {
    if (node.sequenceId !== start + index * 2) return `sequence of ${node.nodeId}`;
    const edge = edges[index];
    if (edge === undefined) continue;
    if (edge.sequenceId !== start + index * 2 + 1) return `sequence of ${edge.edgeId}`;
    if (edge.isReleased !== nodes[index + 1]!.isReleased) return `release of ${edge.edgeId}`;
    if (nodes[index + 1]!.isReleased && !node.isReleased) return `a released node after ${node.nodeId}`;
  }
  return null;
}

function isInReach({ nodeId, place }: OrderNode, { position, lastNodeId }: OrderBooks): boolean {
  if (place === null || position === null) return nodeId === lastNodeId;
  const reachMm = Math.max(place.deviationMm ?? 0, defaultDeviationMm);
  return Math.hypot(place.xMm - position.xMm, place.yMm - position.yMm) <= reachMm;
}

function rejected(name: RejectionName, detail: string): OrderVerdict {
  return { kind: 'rejected', name, detail };
}
