import { expect, test } from 'vitest';
import { createVoice, voiceStorageKey } from '#renderer/features/voice/createVoice.ts';
import { createFakeSpeech } from '#test/support/fakeSpeech.ts';

function createMemory(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first));
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) };
}

test('[VO5] only a voice of this machine speaks, the mainland one first; without one there is silence', () => {
  const speech = createFakeSpeech();
  const voice = createVoice(speech.port, createMemory());
  voice.say('你好', 'zh-CN');
  voice.say('Hello', 'en');
  speech.setVoices([{ name: 'Cloud', lang: 'zh-CN', isLocal: false }]);
  voice.say('没有人念', 'zh-CN');
  createVoice(null, createMemory()).say('没有人念', 'zh-CN');
  expect([speech.said.map((one) => [one.text, one.voice.name]), voice.voicesNo.get(), voice.voiceFor('zh-CN')]).toEqual([
    [
      ['你好', 'Tingting'],
      ['Hello', 'Samantha'],
    ],
    1,
    null,
  ]);
});

test('[VO6] the newest sentence cuts the one before, and a voice that throws is silence', () => {
  const speech = createFakeSpeech();
  const voice = createVoice(speech.port, createMemory());
  voice.say('一', 'zh-CN');
  voice.say('二', 'zh-CN');
  const broken = createVoice(
    {
      ...speech.port,
      speak: () => {
        throw new Error('audio gone');
      },
    },
    createMemory(),
  );
  expect([speech.cuts(), () => broken.say('三', 'zh-CN')]).toEqual([2, expect.any(Function)]);
  expect(() => broken.say('三', 'zh-CN')).not.toThrow();
});

test('[VO7] settings are kept and bounded; what was kept by somebody else or is damaged is the first setting', () => {
  const storage = createMemory({ [voiceStorageKey]: '{"isOn":true,"rate":9,"volume":"x"}' });
  const speech = createFakeSpeech();
  const voice = createVoice(speech.port, storage);
  const first = voice.settings.get();
  voice.change({ isOn: false, volume: 0.42 });
  voice.say('关着', 'zh-CN');
  const again = createVoice(speech.port, storage).settings.get();
  const damaged = createVoice(speech.port, createMemory({ [voiceStorageKey]: '{' })).settings.get();
  expect([first, again, damaged, speech.said]).toEqual([
    { isOn: true, rate: 2, volume: 1 },
    { isOn: false, rate: 2, volume: 0.4 },
    { isOn: true, rate: 1.2, volume: 1 },
    [],
  ]);
});
