import { UnstyledButton } from '@mantine/core';
import { IconBackspace, IconCheck } from '@tabler/icons-react';
import css from './PinPad.module.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Large digit keys. Labels of the two sign keys are read aloud. */
export function PinPad(props: {
  onDigit: (digit: string) => void;
  onErase: () => void;
  onEnter: () => void;
  eraseLabel: string;
  enterLabel: string;
  isDisabled?: boolean;
}) {
  return (
    <div className={css.pad}>
      {digits.map((digit) => (
        <UnstyledButton key={digit} className={css.key} onClick={() => props.onDigit(digit)} disabled={props.isDisabled === true}>
          {digit}
        </UnstyledButton>
      ))}
      <UnstyledButton className={css.key} onClick={props.onErase} aria-label={props.eraseLabel}>
        <IconBackspace size={40} stroke={1.8} aria-hidden />
      </UnstyledButton>
      <UnstyledButton className={css.key} onClick={() => props.onDigit('0')} disabled={props.isDisabled === true}>
        0
      </UnstyledButton>
      <UnstyledButton
        className={`${css.key} ${css.enter}`}
        onClick={props.onEnter}
        aria-label={props.enterLabel}
        disabled={props.isDisabled === true}
      >
        <IconCheck size={44} stroke={2.4} aria-hidden />
      </UnstyledButton>
    </div>
  );
}
