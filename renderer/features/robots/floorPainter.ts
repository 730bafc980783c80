import type { RobotView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { drawRobot, drawRoutes, drawWays, fitFloor, type FloorColours, type FloorView } from './drawFloor.ts';
import { Glide } from './glide.ts';

/** Paints the floor and its robots, at most once per frame: the ways are drawn once and kept as a picture until size or colours change. */
export function createFloorPainter(surface: HTMLCanvasElement, context: CanvasRenderingContext2D, ways: NonNullable<RobotWaysView>) {
  const glide = new Glide();
  let robots: readonly RobotView[] = [];
  let chosen: string | null = null;
  let frame: number | null = null;
  let ground: Ground | null = null;
  const paint = (nowMs: number) => {
    frame = null;
    ground = keepGround(ground, surface, ways);
    const { view, colour, picture, density } = ground;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, surface.width, surface.height);
    if (picture.width > 0 && picture.height > 0) context.drawImage(picture, 0, 0);
    context.setTransform(density, 0, 0, density, 0, 0);
    drawRoutes(context, ways, robots, view, colour);
    for (const robot of robots) {
      const place = glide.placeOf(robot.key, nowMs);
      if (place !== null) drawRobot(context, { ...robot, place }, view, robot.key === chosen, colour);
    }
    if (glide.isMoving(nowMs)) repaint();
  };
  const repaint = () => (frame ??= requestAnimationFrame(paint));
  return {
    /** Robots as they were just heard of. */
    show(heard: readonly RobotView[]): void {
      robots = heard;
      glide.hear(heard, performance.now());
      repaint();
    },
    choose(key: string | null): void {
      chosen = key;
      repaint();
    },
    repaint: () => void repaint(),
    /** How the floor lies on the canvas; null before it was painted. */
    view: (): FloorView | null => ground?.view ?? null,
    close(): void {
      if (frame !== null) cancelAnimationFrame(frame);
    },
  };
}

type Ground = {
  readonly key: string;
  readonly view: FloorView;
  readonly colour: FloorColours;
  readonly picture: HTMLCanvasElement;
  readonly density: number;
};

/** The picture of the ways for the canvas's size and the page's colours; the one before where both are the same. */
function keepGround(before: Ground | null, surface: HTMLCanvasElement, ways: NonNullable<RobotWaysView>): Ground {
  const density = window.devicePixelRatio;
  const { clientWidth, clientHeight } = surface;
  const style = getComputedStyle(surface);
  const key = `${clientWidth} ${clientHeight} ${density} ${style.getPropertyValue('--hh-surface')}`;
  if (before?.key === key) return before;
  surface.width = clientWidth * density;
  surface.height = clientHeight * density;
  const known = new Map<string, string>();
  const colour = (variable: string) => {
    const value = known.get(variable) ?? style.getPropertyValue(variable);
    known.set(variable, value);
    return value;
  };
  const view = fitFloor(ways, clientWidth, clientHeight);
  const picture = document.createElement('canvas');
  picture.width = surface.width;
  picture.height = surface.height;
  const context = picture.getContext('2d');
  context?.setTransform(density, 0, 0, density, 0, 0);
  if (context) drawWays(context, ways, view, colour);
  return { key, view, colour, picture, density };
}
