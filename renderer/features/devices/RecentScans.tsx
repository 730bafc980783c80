import { Link } from '@tanstack/react-router';
import { IconAlertOctagon, IconAlertTriangle, IconBarcode, IconCircleCheck, IconHandStop, type Icon } from '@tabler/icons-react';
import type { SoundName } from '#shared/model/workflow/workflow.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './DevicesScreen.module.css';

const looks: Readonly<Record<SoundName, { tone: Tone; icon: Icon }>> = {
  ok: { tone: 'ok', icon: IconCircleCheck },
  lineDone: { tone: 'ok', icon: IconCircleCheck },
  orderDone: { tone: 'ok', icon: IconCircleCheck },
  warning: { tone: 'soon', icon: IconAlertTriangle },
  stop: { tone: 'late', icon: IconAlertOctagon },
  tick: { tone: 'calm', icon: IconBarcode },
};

/** The last scans with what was said about each; held ones are marked. */
export function RecentScans() {
  const { runner } = useStation();
  const { t, say } = useText();
  const { heard } = useObservable(runner.state);
  const setUp = (
    <Link className={css.setUp} to="/scanning">
      {t('scanning.title')}
    </Link>
  );
  if (heard.length === 0) {
    return (
      <>
        {setUp}
        <p className={css.quiet}>{t('devices.noScans')}</p>
      </>
    );
  }
  return (
    <>
      {setUp}
      <ol className={css.scans}>
        {heard.map((entry) => {
          const look = looks[entry.sound];
          const Sign = entry.isHeld ? IconHandStop : look.icon;
          return (
            <li key={entry.inputNo} className={css.scan} style={toneStyle(look.tone)}>
              <Sign size={24} aria-hidden />
              <code className={css.code}>{entry.scannedText}</code>
              <span className={css.said}>{entry.message === null ? '' : say(entry.message)}</span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
