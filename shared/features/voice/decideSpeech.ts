import type { Message, SoundName } from '#shared/model/workflow/workflow.ts';

/** What was said about the last input. */
export type HeardForSpeech = { readonly inputNo: number; readonly sound: SoundName; readonly message: Message | null };

/** What has been spoken so far: the input it was about, the prompt it ended with, and whether a stop stood last. */
export type SpeechMemory = { readonly inputNo: number; readonly promptText: string | null; readonly wasStopped: boolean };

/** Nothing has been spoken. */
export const silentSoFar: SpeechMemory = { inputNo: 0, promptText: null, wasStopped: false };

/** Messages of these sounds are spoken: what is wrong, and what is finished. What is right is a sound and the next prompt. */
const spokenSounds: ReadonlySet<SoundName> = new Set(['warning', 'stop', 'orderDone']);

/**
 * What is to be spoken after an input or a change of the prompt, in order; nothing where all of it was said before.
 * A stop is spoken alone: until it is released there is no next thing to do.
 */
export function decideSpeech(
  memory: SpeechMemory,
  heard: HeardForSpeech | null,
  prompt: Message | null,
): { readonly memory: SpeechMemory; readonly say: readonly Message[] } {
  const isNew = heard !== null && heard.inputNo !== memory.inputNo;
  const about = isNew && heard.message !== null && spokenSounds.has(heard.sound) ? [heard.message] : [];
  const isStop = isNew ? heard.sound === 'stop' : memory.wasStopped;
  const inputNo = heard?.inputNo ?? memory.inputNo;
  if (isStop) return { memory: { inputNo, promptText: memory.promptText, wasStopped: true }, say: about };
  const promptText = prompt === null ? null : JSON.stringify(prompt);
  const isDue = prompt !== null && (promptText !== memory.promptText || memory.wasStopped);
  return { memory: { inputNo, promptText, wasStopped: false }, say: isDue ? [...about, prompt] : about };
}
