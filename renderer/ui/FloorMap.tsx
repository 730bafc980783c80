import css from './FloorMap.module.css';
import { toneStyle } from './toneStyle.ts';
import type { Tone } from './tokens.ts';

/** A point of the floor, millimetres from its south-west corner. */
type Point = { readonly xMm: number; readonly yMm: number };
/** A stop on the way, with its number; the next one is drawn large. */
export type MapStop = { readonly at: Point; readonly no: number; readonly isNext: boolean };

/** Millimetres of one unit of the drawing. */
const unitMm = 100;

/** The floor from above, north up: zones, ways, the walk still to go with its stops, and where one stands. */
export function FloorMap(props: {
  label: string;
  floor: { readonly widthMm: number; readonly depthMm: number };
  zones: readonly {
    readonly id: string;
    readonly tone: Tone;
    readonly area: Point & { readonly widthMm: number; readonly depthMm: number };
  }[];
  ways: readonly (readonly [Point, Point])[];
  walk: readonly Point[];
  stops: readonly MapStop[];
  here: Point;
  end: Point;
}) {
  const { floor } = props;
  const x = ({ xMm }: Point) => xMm / unitMm;
  const y = ({ yMm }: Point) => (floor.depthMm - yMm) / unitMm;
  return (
    <svg className={css.map} viewBox={`0 0 ${floor.widthMm / unitMm} ${floor.depthMm / unitMm}`} role="img" aria-label={props.label}>
      {props.zones.map(({ id, tone, area }) => (
        <rect
          key={id}
          className={css.zone}
          style={toneStyle(tone)}
          x={x(area)}
          y={y({ xMm: area.xMm, yMm: area.yMm + area.depthMm })}
          width={area.widthMm / unitMm}
          height={area.depthMm / unitMm}
          rx={6}
        />
      ))}
      {props.ways.map(([from, to]) => (
        <line key={`${from.xMm} ${from.yMm} ${to.xMm} ${to.yMm}`} className={css.way} x1={x(from)} y1={y(from)} x2={x(to)} y2={y(to)} />
      ))}
      <polyline className={css.walk} points={props.walk.map((point) => `${x(point)},${y(point)}`).join(' ')} />
      <rect className={css.end} x={x(props.end) - 9} y={y(props.end) - 9} width={18} height={18} rx={3} />
      {props.stops.toReversed().map(({ at, no, isNext }) => (
        <g key={no} className={isNext ? css.next : css.stop}>
          <circle cx={x(at)} cy={y(at)} r={isNext ? 15 : 9} />
          <text x={x(at)} y={y(at)} dy="0.36em">
            {no}
          </text>
        </g>
      ))}
      <circle className={css.here} cx={x(props.here)} cy={y(props.here)} r={7} />
    </svg>
  );
}
