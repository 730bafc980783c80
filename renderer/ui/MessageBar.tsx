import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './MessageBar.module.css';
import { toneStyle } from './toneStyle.ts';
import type { Tone } from './tokens.ts';

/** One sentence for the operator, announced to screen readers. */
export function MessageBar(props: { tone: Tone; text: string; isQuiet?: boolean; children?: ReactNode }) {
  const Sign =
    props.tone === 'late'
      ? IconAlertOctagon
      : props.tone === 'soon'
        ? IconAlertTriangle
        : props.tone === 'ok'
          ? IconCircleCheck
          : IconInfoCircle;
  return (
    <div
      className={css.bar}
      style={toneStyle(props.tone)}
      role={props.tone === 'late' ? 'alert' : 'status'}
      aria-live={props.isQuiet ? 'off' : props.tone === 'late' ? 'assertive' : 'polite'}
    >
      <Sign size={32} stroke={2} aria-hidden className={css.sign ?? ''} />
      <span className={css.text}>{props.text}</span>
      {props.children}
    </div>
  );
}
