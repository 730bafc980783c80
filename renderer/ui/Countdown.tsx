import { IconAlertTriangle, IconClock, IconFlame } from '@tabler/icons-react';
import css from './Countdown.module.css';
import { toCountdownText } from './toClockText.ts';
import { toneStyle } from './toneStyle.ts';
import type { Tone } from './tokens.ts';

/** Time left as number, icon and word. `tone` and `word` say together how it stands. */
export function Countdown(props: { leftMs: number; tone: Tone; word: string; size?: 'row' | 'edge' }) {
  const Sign = props.tone === 'late' ? IconFlame : props.tone === 'soon' ? IconAlertTriangle : IconClock;
  return (
    <div className={`${css.countdown} ${css[props.size ?? 'row']}`} style={toneStyle(props.tone)} role="timer">
      <span className={css.word}>
        <Sign size={props.size === 'edge' ? 28 : 22} stroke={2} aria-hidden />
        {props.word}
      </span>
      <span className={css.left}>{toCountdownText(props.leftMs)}</span>
    </div>
  );
}
