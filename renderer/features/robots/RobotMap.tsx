import { useEffect, useRef } from 'react';
import type { RobotView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { drawFloor, fitFloor, toPixel } from './drawFloor.ts';
import css from './RobotsScreen.module.css';

/** Touches within this many px of a robot are meant for it. */
const reachPx = 34;

/** The floor with its robots on a canvas: painted once per frame at most, whatever comes in. The list beside it says the same in words. */
export function RobotMap(props: {
  ways: NonNullable<RobotWaysView>;
  robots: readonly RobotView[];
  chosen: string | null;
  label: string;
  onChoose: (key: string) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ways, robots, chosen } = props;
  useEffect(() => {
    const surface = canvas.current;
    const context = surface?.getContext('2d') ?? null;
    if (surface === null || context === null) return undefined;
    const paint = () => {
      const density = window.devicePixelRatio;
      const { clientWidth, clientHeight } = surface;
      if (surface.width !== clientWidth * density) surface.width = clientWidth * density;
      if (surface.height !== clientHeight * density) surface.height = clientHeight * density;
      context.setTransform(density, 0, 0, density, 0, 0);
      const style = getComputedStyle(surface);
      const view = fitFloor(ways, clientWidth, clientHeight);
      drawFloor(context, ways, robots, view, chosen, (variable) => style.getPropertyValue(variable));
    };
    const frame = requestAnimationFrame(paint);
    window.addEventListener('resize', paint);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('resize', paint);
    };
  }, [ways, robots, chosen]);
  const choose = (event: React.MouseEvent<HTMLCanvasElement>) => {
    const { clientWidth, clientHeight } = event.currentTarget;
    const view = fitFloor(ways, clientWidth, clientHeight);
    const { offsetX, offsetY } = event.nativeEvent;
    for (const { key, place } of robots) {
      if (place === null) continue;
      const [x, y] = toPixel(view, place.xMm, place.yMm);
      if (Math.hypot(x - offsetX, y - offsetY) <= reachPx) props.onChoose(key);
    }
  };
  return <canvas ref={canvas} className={css.map} role="img" aria-label={props.label} onClick={choose} />;
}
