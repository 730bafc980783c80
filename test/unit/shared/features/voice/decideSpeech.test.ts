import { expect, test } from 'vitest';
import { decideSpeech, type HeardForSpeech, silentSoFar, type SpeechMemory } from '#shared/features/voice/decideSpeech.ts';
import type { Message, SoundName } from '#shared/model/workflow/workflow.ts';

const bin: Message = { key: 'speak.bin', params: { binZh: 'A' } };
const take: Message = { key: 'speak.take', params: { quantity: 2 } };
const wrong: Message = { key: 'pick.wrongItem', params: {} };
const finished: Message = { key: 'pick.finished', params: {} };
const heard = (inputNo: number, sound: SoundName, message: Message | null = null): HeardForSpeech => ({ inputNo, sound, message });

/** Keys spoken for a row of moments. */
function speak(moments: readonly (readonly [HeardForSpeech | null, Message | null])[]): string[][] {
  let memory: SpeechMemory = silentSoFar;
  return moments.map(([last, prompt]) => {
    const decided = decideSpeech(memory, last, prompt);
    memory = decided.memory;
    return decided.say.map((message) => message.key);
  });
}

test('[VO1] a prompt is spoken when it is new and not again while nothing changes', () => {
  const fewer: Message = { ...take, params: { quantity: 1 } };
  expect(
    speak([
      [null, bin],
      [heard(1, 'tick'), bin],
      [heard(2, 'ok'), take],
      [heard(2, 'ok'), take],
      [heard(3, 'ok'), fewer],
    ]),
  ).toEqual([['speak.bin'], [], ['speak.take'], [], ['speak.take']]);
});

test('[VO2] what is wrong or finished is spoken before the prompt, what is right is not', () => {
  expect(
    speak([
      [heard(1, 'ok', { key: 'pick.taken', params: {} }), bin],
      [heard(2, 'warning', wrong), bin],
      [heard(3, 'orderDone', finished), null],
      [heard(4, 'orderDone', finished), take],
    ]),
  ).toEqual([['speak.bin'], ['pick.wrongItem'], ['pick.finished'], ['pick.finished', 'speak.take']]);
});

test('[VO3] a stop is spoken alone, again for every scan it holds, and its release brings the prompt back', () => {
  expect(
    speak([
      [null, take],
      [heard(1, 'stop', wrong), take],
      [heard(1, 'stop', wrong), bin],
      [heard(2, 'stop', wrong), take],
      [heard(3, 'ok'), take],
    ]),
  ).toEqual([['speak.take'], ['pick.wrongItem'], [], ['pick.wrongItem'], ['speak.take']]);
});
