import css from './SegmentBar.module.css';

export type Segment = 'done' | 'current' | 'failed' | 'open';

/** Progress as one segment per item, read aloud as `label`. Above 60 items the segments grow together. */
export function SegmentBar(props: { segments: readonly Segment[]; label: string }) {
  return (
    <div className={css.bar} role="img" aria-label={props.label}>
      {props.segments.map((segment, index) => (
        <span key={index} className={`${css.segment} ${css[segment]}`} />
      ))}
    </div>
  );
}
