import { useCallback, useState } from 'react';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import css from './PickingPromptView.module.css';

/** Most digits of a weight in grams. */
const maxDigits = 5;

/** The grams are keyed in while no scale tells them. */
export function TypedWeight() {
  const { runner } = useStation();
  const { t } = useText();
  const [digits, setDigits] = useState('');
  useKeys(
    useCallback(
      (key) => {
        if (/^[0-9]$/.test(key)) setDigits((before) => (before + key).slice(0, maxDigits));
        else if (key === 'Backspace') setDigits((before) => before.slice(0, -1));
        else if (key === 'Enter' && digits !== '') {
          runner.submit({ kind: 'act', action: 'choice', argument: digits });
          setDigits('');
        } else return false;
        return true;
      },
      [runner, digits],
    ),
  );
  return (
    <span className={css.scaleState} data-testid="typed-grams">
      {digits === '' ? t('picking.typeGrams') : t('picking.typedGrams', { grams: Number(digits) })} <KeyCap label="Enter" />
    </span>
  );
}
