import { VisuallyHidden } from '@mantine/core';
import { useCallback, useEffect, useRef } from 'react';
import { decideSpeech, silentSoFar } from '#shared/features/voice/decideSpeech.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { plain } from '#renderer/bridge/takeWork.ts';
import { useText } from '#renderer/text/useText.ts';
import { useVoice } from './VoiceContext.tsx';

/** An answer and the prompt that follows it come within this, and are one sentence; milliseconds. */
const settlesWithinMs = 30;

/** Speaks what is to be done next and what went wrong; tells screen readers the prompt; V turns the voice off and on. */
export function VoiceFollower() {
  const { runner } = useStation();
  const { say, language } = useText();
  const voice = useVoice();
  const { last } = useObservable(runner.state);
  const prompt = useObservable(runner.prompt);
  const memory = useRef(silentSoFar);
  useEffect(() => {
    const timer = setTimeout(() => {
      const decided = decideSpeech(memory.current, last, prompt);
      memory.current = decided.memory;
      if (decided.say.length > 0) voice.say(decided.say.map(say).join(' '), language);
    }, settlesWithinMs);
    return () => clearTimeout(timer);
  }, [last, prompt, voice, say, language]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() !== 'V') return false;
        const isOn = !voice.settings.get().isOn;
        voice.change({ isOn });
        runner.submitJob(() => plain(stepWith(null, 'ok', { message: messageOf(isOn ? 'voice.nowOn' : 'voice.nowOff') })), 'voice');
        return true;
      },
      [voice, runner],
    ),
  );
  return <VisuallyHidden role="status">{prompt === null ? '' : say(prompt)}</VisuallyHidden>;
}
