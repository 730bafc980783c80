import css from './BudgetBar.module.css';
import { toneStyle } from './toneStyle.ts';
import type { Tone } from './tokens.ts';

/** A share of something allowed, 0 to 1 and above; `label` says it in words. */
export function BudgetBar(props: { share: number; tone: Tone; label: string }) {
  return (
    <div
      className={css.track}
      style={toneStyle(props.tone)}
      role="meter"
      aria-label={props.label}
      aria-valuenow={Math.round(props.share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span className={css.fill} style={{ width: `${Math.min(100, Math.max(0, props.share * 100))}%` }} />
    </div>
  );
}
