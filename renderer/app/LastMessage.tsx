import { IconBarcode } from '@tabler/icons-react';
import type { SoundName } from '#shared/model/workflow/workflow.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './LastMessage.module.css';

const tones: Readonly<Record<SoundName, Tone>> = { ok: 'ok', lineDone: 'ok', orderDone: 'ok', warning: 'soon', stop: 'late', tick: 'calm' };

/** What was said about the last input, always in the same place. */
export function LastMessage() {
  const { runner } = useStation();
  const { say, t } = useText();
  const { last } = useObservable(runner.state);
  if (last === null || (last.message === null && last.scannedText === null)) return null;
  return (
    <div className={css.bar} data-testid="last-message" data-sound={last.sound} data-input-no={last.inputNo}>
      <MessageBar tone={tones[last.sound]} text={last.message === null ? t('common.accepted') : say(last.message)}>
        {last.scannedText === null ? null : (
          <span className={css.scanned}>
            <IconBarcode size={24} aria-hidden /> {last.scannedText}
          </span>
        )}
      </MessageBar>
    </div>
  );
}
