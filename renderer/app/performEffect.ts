import type { i18n } from 'i18next';
import type { WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { parcelLabelOf } from '#renderer/bridge/parcelLabel.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import { plain } from '#renderer/bridge/takeWork.ts';
import { toWallClockText } from '#renderer/ui/toClockText.ts';
import type { createAppRouter } from './createAppRouter.tsx';

/** Longest wait for a screen to be ready for the next input, milliseconds. */
const screenTimeoutMs = 1_500;
const printTries = 5;
const printRetryMs = 1_000;

/** Carries out what a workflow asked for: opens screens, queues labels. */
export async function performEffect(
  effect: WorkflowEffect,
  station: Station,
  router: ReturnType<typeof createAppRouter>,
  text: i18n,
): Promise<void> {
  if (effect.kind === 'go') return openScreen(effect, station, router);
  // Paper is never waited for: the next scan goes on at once.
  void queueLabel(effect, station, text);
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

async function queueLabel(effect: Extract<WorkflowEffect, { kind: 'printParcelLabel' }>, station: Station, text: i18n): Promise<void> {
  const order = station.store.view.get('order', effect.orderId);
  const coldest = (['frozen', 'chilled', 'ambient'] as const).find((temperature) => order?.temperatures.includes(temperature)) ?? 'ambient';
  const label = parcelLabelOf(station.store, effect.orderId, effect.parcelId, effect.isReprint, {
    channel: order === undefined ? '' : text.t(`channel.${order.channel}`),
    temperature: text.t(`temperature.${coldest}`),
    promise: order === undefined ? '' : toWallClockText(order.promiseAtMs, station.store.view.site()?.timeZone ?? null),
  });
  // The same job id twice is one job, so trying again cannot print twice.
  for (let tries = 0; label !== null && tries < printTries; tries += 1) {
    try {
      await station.bridge.client.devices.print(label);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, printRetryMs));
    }
  }
  station.runner.submitJob(() => plain(stepWith(null, 'warning', { message: messageOf('pack.labelNotQueued') })));
}
