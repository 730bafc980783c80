import { useEffect } from 'react';
import type { Message } from '#shared/model/workflow/workflow.ts';
import { useStation } from './StationContext.tsx';

/** Tells what the screen asks for now, for voice and screen readers; nothing once the screen is left. */
export function usePrompt(prompt: Message | null): void {
  const { runner } = useStation();
  const text = JSON.stringify(prompt);
  useEffect(() => runner.prompt.set(JSON.parse(text) as Message | null), [runner, text]);
  useEffect(() => () => runner.prompt.set(null), [runner]);
}
