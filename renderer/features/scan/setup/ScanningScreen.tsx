import { useText } from '#renderer/text/useText.ts';
import { CalibrationPanel } from './CalibrationPanel.tsx';
import { CameraPanel } from './CameraPanel.tsx';
import { RuleTestPanel } from './RuleTestPanel.tsx';
import css from './ScanningScreen.module.css';
import { SetupSheet } from './SetupSheet.tsx';

/** Everything about reading codes at this station: camera, keyboard scanners, set-up sheet, weighed goods. */
export function ScanningScreen() {
  const { t } = useText();
  return (
    <main className={css.screen}>
      <h1 className={css.title}>{t('scanning.title')}</h1>
      <div className={css.panels}>
        <div className={css.column}>
          <CameraPanel />
          <CalibrationPanel />
        </div>
        <div className={css.column}>
          <RuleTestPanel />
          <SetupSheet />
        </div>
      </div>
    </main>
  );
}
