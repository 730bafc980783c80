import { useText } from '#renderer/text/useText.ts';
import css from './LabelsScreen.module.css';
import type { LabelView } from './useLabelDesk.ts';

/** Resolution, printer language, language of captions and reprint mark. */
export function ViewChoices(props: { view: LabelView; onChange: (view: LabelView) => void }) {
  const { t } = useText();
  const { view, onChange } = props;
  return (
    <div className={css.choices}>
      <Choice
        label={t('labels.dpi')}
        options={[203, 300]}
        chosen={view.dpi}
        wordOf={(dpi) => `${dpi} dpi`}
        onChoose={(dpi) => onChange({ ...view, dpi })}
      />
      <Choice
        label={t('labels.printer')}
        options={['zpl', 'tspl', 'escpos']}
        chosen={view.printer}
        wordOf={(printer) => ({ zpl: 'ZPL', tspl: 'TSPL', escpos: 'ESC/POS' })[printer]}
        onChoose={(printer) => onChange({ ...view, printer })}
      />
      <Choice
        label={t('labels.language')}
        options={['zh', 'en']}
        chosen={view.language}
        wordOf={(language) => (language === 'zh' ? t('labels.chinese') : t('labels.english'))}
        onChoose={(language) => onChange({ ...view, language })}
      />
      <Choice
        label={t('labels.reprint')}
        options={[0, 1, 2]}
        chosen={view.reprintNo}
        wordOf={(reprintNo) => (reprintNo === 0 ? '–' : String(reprintNo))}
        onChoose={(reprintNo) => onChange({ ...view, reprintNo })}
      />
    </div>
  );
}

/** One of a few, as a row of buttons. */
export function Choice<T extends string | number>(props: {
  label: string;
  options: readonly T[];
  chosen: T;
  wordOf: (option: T) => string;
  onChoose: (option: T) => void;
}) {
  return (
    <fieldset className={css.choice}>
      <legend className={css.quiet}>{props.label}</legend>
      {props.options.map((option) => (
        <button
          key={option}
          type="button"
          className={`${css.option} ${option === props.chosen ? css.chosen : ''}`}
          aria-pressed={option === props.chosen}
          onClick={() => props.onChoose(option)}
        >
          {props.wordOf(option)}
        </button>
      ))}
    </fieldset>
  );
}
