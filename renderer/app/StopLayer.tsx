import { useCallback } from 'react';
import type { Message } from '#shared/model/workflow/workflow.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { namedParams } from '#renderer/text/namedParams.ts';
import { useText } from '#renderer/text/useText.ts';
import { StopScreen } from '#renderer/ui/StopScreen.tsx';

/** Keys that release a stop. Enter is none of them: the next scan's Enter must not close it. */
const releaseKeys: ReadonlySet<string> = new Set(['C', 'c', 'F9']);

/** A stop that holds the scanner, over every screen. */
export function StopLayer() {
  const { runner } = useStation();
  const state = useObservable(runner.state);
  const message = state.hold ?? runner.active()?.held() ?? null;
  return message === null ? null : <Stop message={message} heldScans={state.heldScans} />;
}

function Stop(props: { message: Message; heldScans: number }) {
  const { runner } = useStation();
  const { t, say, language } = useText();
  const release = useCallback(() => runner.submit({ kind: 'act', action: 'confirm', argument: null }), [runner]);
  useKeys(
    useCallback(
      (key) => {
        if (releaseKeys.has(key)) release();
        // No other key does anything behind a stop.
        return true;
      },
      [release],
    ),
  );
  const params = namedParams(props.message.params, language);
  const came = params['thing'] ?? params['scanned'];
  return (
    <StopScreen
      title={t('stop.title')}
      text={say(props.message)}
      came={came === undefined || came === '?' ? null : { label: t('stop.scanned'), text: String(came) }}
      expected={params['expected'] === undefined ? null : { label: t('stop.expected'), text: String(params['expected']) }}
      release={{ lead: t('stop.lead'), keys: ['C', 'F9'], tail: t('stop.tail') }}
      releaseLabel={t('stop.touch')}
      heldNote={props.heldScans === 0 ? null : t('stop.held', { count: props.heldScans })}
      onRelease={release}
    />
  );
}
