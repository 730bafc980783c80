import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { calibrationText } from './CalibrationPanel.tsx';
import { CodePicture } from './CodePicture.tsx';
import css from './ScanningScreen.module.css';

const storageKey = 'halfhour.setupSheet';
/** Most codes on one sheet. */
const maxSheetCodes = 30;

/**
 * A sheet of codes that set a scanner up. What a setting's code says differs from maker to maker, so it is data of the site, copied from the
 * scanner's manual; only the calibration code is ours.
 */
export function SetupSheet() {
  const { t } = useText();
  const [lines, setLines] = useState(() => localStorage.getItem(storageKey) ?? '');
  const change = (text: string): void => {
    setLines(text);
    localStorage.setItem(storageKey, text);
  };
  const codes = lines.split('\n').flatMap(toSheetCode).slice(0, maxSheetCodes);
  const pictures = [{ name: t('scanning.calibration'), text: calibrationText }, ...codes].map(({ name, text }, index) => (
    <CodePicture key={`${index}/${text}`} name={name} text={text} />
  ));
  return (
    <Panel title={t('scanning.sheet')}>
      <p className={css.hint}>{t('scanning.sheetHint')}</p>
      <label className={css.label}>
        {t('scanning.sheetLines')}
        <textarea className={css.lines} rows={4} value={lines} onChange={(event) => change(event.currentTarget.value)} />
      </label>
      <div className={css.row}>
        <BigButton icon={IconPrinter} label={t('scanning.sheetPrint')} onPress={() => window.print()} />
      </div>
      <div className={css.sheet} data-testid="setup-sheet">
        {pictures}
      </div>
      {createPortal(<div className={css.paper}>{pictures}</div>, document.body)}
    </Panel>
  );
}

/** `name = code`; a line without `=` is a code that is its own name. */
function toSheetCode(line: string): { name: string; text: string }[] {
  if (line.trim() === '') return [];
  const at = line.indexOf('=');
  const name = (at < 0 ? line : line.slice(0, at)).trim();
  const text = (at < 0 ? line : line.slice(at + 1)).trim();
  return text === '' ? [] : [{ name, text }];
}
