import { useEffect, useRef } from 'react';
import type { RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { toPixel } from './drawFloor.ts';
import { createFloorPainter } from './floorPainter.ts';
import css from './RobotsScreen.module.css';
import type { LiveFleet } from './useFleet.ts';

/** Touches within this many px of a robot are meant for it. */
const reachPx = 34;

/** The floor with its robots on a canvas: they glide from word to word, painted once per frame at most, whatever comes in. The list beside it says the same in words. */
export function RobotMap(props: {
  ways: NonNullable<RobotWaysView>;
  live: LiveFleet;
  chosen: string | null;
  label: string;
  onChoose: (key: string) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<ReturnType<typeof createFloorPainter>>(null);
  const { ways, live, chosen } = props;
  const ringed = useRef(chosen);
  useEffect(() => {
    const surface = canvas.current;
    const context = surface?.getContext('2d') ?? null;
    if (surface === null || context === null) return undefined;
    const current = createFloorPainter(surface, context, ways);
    painter.current = current;
    current.choose(ringed.current);
    const hear = () => current.show(live.get()?.robots ?? []);
    hear();
    const stop = live.subscribe(hear);
    const sized = new ResizeObserver(() => current.repaint());
    sized.observe(surface);
    return () => {
      stop();
      sized.disconnect();
      current.close();
    };
  }, [ways, live]);
  useEffect(() => {
    ringed.current = chosen;
    painter.current?.choose(chosen);
  }, [chosen]);
  const choose = (event: React.MouseEvent<HTMLCanvasElement>) => {
    const view = painter.current?.view() ?? null;
    if (view === null) return;
    const { offsetX, offsetY } = event.nativeEvent;
    for (const { key, place } of live.get()?.robots ?? []) {
      if (place === null) continue;
      const [x, y] = toPixel(view, place.xMm, place.yMm);
      if (Math.hypot(x - offsetX, y - offsetY) <= reachPx) props.onChoose(key);
    }
  };
  return <canvas ref={canvas} className={css.map} role="img" aria-label={props.label} onClick={choose} />;
}
