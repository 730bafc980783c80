import { UnstyledButton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import css from './BigButton.module.css';
import { KeyCap } from './KeyCap.tsx';
import { toneStyle } from './toneStyle.ts';
import type { Tone } from './tokens.ts';

/** An action with icon, word and its key: at least 64 px high. `main` is the one thing to do on a screen. */
export function BigButton(props: {
  icon: Icon;
  label: string;
  onPress: () => void;
  keyLabel?: string | undefined;
  look?: 'main' | 'plain' | 'tone' | undefined;
  tone?: Tone | undefined;
  isDisabled?: boolean | undefined;
  isPressed?: boolean | undefined;
  isHuge?: boolean | undefined;
  /** Icon above the word, key in the corner: for rows of many actions. */
  isStacked?: boolean | undefined;
}) {
  const Sign = props.icon;
  const className = [
    css.button,
    css[props.look ?? 'plain'],
    props.isHuge ? css.huge : '',
    props.isPressed ? css.pressed : '',
    props.isStacked ? css.stacked : '',
  ].join(' ');
  return (
    <UnstyledButton
      className={className}
      style={toneStyle(props.tone ?? 'calm')}
      onClick={props.onPress}
      disabled={props.isDisabled === true}
      aria-pressed={props.isPressed}
      aria-keyshortcuts={props.keyLabel}
    >
      <Sign size={props.isHuge ? 40 : 28} stroke={2} aria-hidden />
      <span className={css.label}>{props.label}</span>
      {props.keyLabel === undefined ? null : <KeyCap label={props.keyLabel} />}
    </UnstyledButton>
  );
}
