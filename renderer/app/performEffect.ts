import type { i18n } from 'i18next';
import type { WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import type { createAppRouter } from './createAppRouter.tsx';
import { queueLabel, queuePaper } from './queueLabel.ts';

/** Longest wait for a screen to be ready for the next input, milliseconds. */
const screenTimeoutMs = 1_500;

/** Carries out what a workflow asked for: opens screens, queues labels. */
export async function performEffect(
  effect: WorkflowEffect,
  station: Station,
  router: ReturnType<typeof createAppRouter>,
  text: i18n,
  onTraining: () => void,
): Promise<void> {
  if (effect.kind === 'go' && effect.screen === 'training') return onTraining();
  if (effect.kind === 'go') return openScreen(effect, station, router);
  // Paper is never waited for: the next scan goes on at once.
  void (effect.kind === 'printPaper' ? queuePaper(effect, station, text) : queueLabel(effect, station, text));
}

async function openScreen(
  effect: Extract<WorkflowEffect, { kind: 'go' }>,
  station: Station,
  router: ReturnType<typeof createAppRouter>,
): Promise<void> {
  const path =
    effect.screen === 'signIn'
      ? '/'
      : effect.screen === 'picking' && effect.subjectId !== null
        ? `/picking/${effect.subjectId}`
        : effect.screen === 'link'
          ? `/link/${effect.subjectId ?? ''}`
          : `/${effect.screen}`;
  const before = station.runner.active();
  const isSame = router.state.location.pathname === path;
  if (isSame) return;
  await router.navigate({ to: path });
  if (effect.screen === 'queue' || effect.screen === 'signIn') return;
  const until = performance.now() + screenTimeoutMs;
  while (performance.now() < until) {
    const active = station.runner.active();
    if (active !== null && active !== before && active.name === effect.screen) return;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}
