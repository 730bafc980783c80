import { UnstyledButton } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useText } from '#renderer/text/useText.ts';
import css from './PoliciesScreen.module.css';

/** A number with a key to the left and one to the right. */
export function Stepper(props: {
  label: string;
  unit?: string;
  amount: number;
  least: number;
  most: number;
  by: number;
  isLocked?: boolean;
  onChange: (amount: number) => void;
}) {
  const { t } = useText();
  const { amount, least, most, by, label, onChange } = props;
  const key = (to: number, word: string, Sign: typeof IconMinus) => (
    <UnstyledButton
      className={css.stepKey}
      aria-label={`${label} ${word}`}
      disabled={props.isLocked === true || to < least || to > most}
      onClick={() => onChange(to)}
    >
      <Sign size={28} aria-hidden />
    </UnstyledButton>
  );
  return (
    <div className={css.setting} role="group" aria-label={label}>
      <span className={css.settingName}>{label}</span>
      {key(amount - by, t('policies.less'), IconMinus)}
      <output className={css.amount}>
        {amount}
        {props.unit === undefined ? null : <span className={css.unit}> {props.unit}</span>}
      </output>
      {key(amount + by, t('policies.more'), IconPlus)}
    </div>
  );
}
