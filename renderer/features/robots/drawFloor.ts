import type { RobotView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { robotLook, shortName } from './robotLook.ts';

/** Colours of the page as the canvas needs them, read once per paint. */
export type FloorColours = (variable: string) => string;

export type FloorView = { readonly scale: number; readonly leftPx: number; readonly topPx: number; readonly depthMm: number };

/** Fits the layout into a canvas, with room around it. */
export function fitFloor(ways: NonNullable<RobotWaysView>, widthPx: number, heightPx: number): FloorView {
  const xs = ways.nodes.map(({ xMm }) => xMm);
  const ys = ways.nodes.map(({ yMm }) => yMm);
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const roomMm = 1800;
  const scale = Math.min(widthPx / (right - left + 2 * roomMm), heightPx / (top - bottom + 2 * roomMm));
  const spare = { x: (widthPx - (right - left) * scale) / 2, y: (heightPx - (top - bottom) * scale) / 2 };
  return { scale, leftPx: spare.x - left * scale, topPx: spare.y + top * scale, depthMm: top };
}

/** Where a place on the floor is on the canvas, px; north is up. */
export function toPixel(view: FloorView, xMm: number, yMm: number): readonly [number, number] {
  return [view.leftPx + xMm * view.scale, view.topPx - yMm * view.scale];
}

/** Draws ways and places. */
export function drawWays(context: CanvasRenderingContext2D, ways: NonNullable<RobotWaysView>, view: FloorView, colour: FloorColours): void {
  const line = lineBetween(context, ways, view);
  context.lineCap = 'round';
  context.lineWidth = 6;
  context.strokeStyle = colour('--hh-line');
  context.beginPath();
  for (const { from, to } of ways.ways) line(from, to);
  context.stroke();
  for (const { use, xMm, yMm } of ways.nodes) {
    if (use === 'way') continue;
    const [x, y] = toPixel(view, xMm, yMm);
    context.fillStyle = colour(
      use === 'station' || use === 'packing' ? '--hh-accent' : use === 'charger' ? '--hh-info-solid' : '--hh-line',
    );
    context.fillRect(x - 9, y - 9, 18, 18);
  }
}

/** Draws what belongs to each robot, in its colour. */
export function drawRoutes(
  context: CanvasRenderingContext2D,
  ways: NonNullable<RobotWaysView>,
  robots: readonly RobotView[],
  view: FloorView,
  colour: FloorColours,
): void {
  const line = lineBetween(context, ways, view);
  context.lineCap = 'round';
  context.lineWidth = 8;
  for (const { route, status } of robots) {
    if (route.length < 2) continue;
    context.strokeStyle = colour(`--hh-${robotLook[status].tone}-solid`);
    context.beginPath();
    for (let index = 1; index < route.length; index++) line(route[index - 1]!, route[index]!);
    context.stroke();
  }
}

function lineBetween(context: CanvasRenderingContext2D, ways: NonNullable<RobotWaysView>, view: FloorView) {
  const places = placesOf(ways);
  return (fromId: string, toId: string) => {
    const [from, to] = [places.get(fromId), places.get(toId)];
    if (from === undefined || to === undefined) return;
    context.moveTo(...toPixel(view, from.xMm, from.yMm));
    context.lineTo(...toPixel(view, to.xMm, to.yMm));
  };
}

type Ways = NonNullable<RobotWaysView>;
const knownPlaces = new WeakMap<Ways, ReadonlyMap<string, Ways['nodes'][number]>>();

/** The nodes of a layout by their ids; worked out once for each layout. */
function placesOf(ways: Ways): ReadonlyMap<string, Ways['nodes'][number]> {
  const places = knownPlaces.get(ways) ?? new Map(ways.nodes.map((node) => [node.nodeId, node]));
  knownPlaces.set(ways, places);
  return places;
}

/** Draws a robot where it is: a disc in the colour of its state with its heading, its name above it, a ring where it is chosen. */
export function drawRobot(
  context: CanvasRenderingContext2D,
  robot: RobotView,
  view: FloorView,
  isChosen: boolean,
  colour: FloorColours,
): void {
  if (robot.place === null) return;
  const { tone } = robotLook[robot.status];
  const [x, y] = toPixel(view, robot.place.xMm, robot.place.yMm);
  if (isChosen) {
    context.beginPath();
    context.arc(x, y, 24, 0, 7);
    context.lineWidth = 4;
    context.strokeStyle = colour('--hh-ink');
    context.stroke();
  }
  context.beginPath();
  context.arc(x, y, 16, 0, 7);
  context.fillStyle = colour(`--hh-${tone}-solid`);
  context.fill();
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 16 * Math.cos(robot.place.thetaRad), y - 16 * Math.sin(robot.place.thetaRad));
  context.lineWidth = 4;
  context.strokeStyle = colour(`--hh-${tone}-on-solid`);
  context.stroke();
  context.font = '700 17px system-ui, sans-serif';
  context.textAlign = 'center';
  context.lineWidth = 5;
  context.strokeStyle = colour('--hh-surface');
  context.strokeText(shortName(robot.key), x, y - 24);
  context.fillStyle = colour('--hh-ink');
  context.fillText(shortName(robot.key), x, y - 24);
}
