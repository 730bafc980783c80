import type { Icon } from '@tabler/icons-react';
import css from './StatusTag.module.css';
import { toneStyle } from './toneStyle.ts';
import type { Tone } from './tokens.ts';

/** A state as icon and word on the tone's tint (or filled, for what must be seen first). */
export function StatusTag(props: { tone: Tone; icon: Icon; label: string; isFilled?: boolean; isLarge?: boolean }) {
  const Sign = props.icon;
  const className = [css.tag, props.isFilled ? css.filled : '', props.isLarge ? css.large : ''].join(' ');
  return (
    <span className={className} style={toneStyle(props.tone)}>
      <Sign size={props.isLarge ? 28 : 22} stroke={2} aria-hidden />
      {props.label}
    </span>
  );
}
