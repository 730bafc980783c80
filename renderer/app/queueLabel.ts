import type { i18n } from 'i18next';
import { type PaperWords, paperJobsOf } from '#shared/features/packing/orderPapers.ts';
import { parcelLabelOf } from '#shared/features/packing/parcelLabel.ts';
import type { ReprintReason, WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { parcelTemperature } from '#shared/rules/packing/parcelTemperature.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import { plain } from '#renderer/bridge/takeWork.ts';
import { toWallClockText } from '#renderer/ui/toClockText.ts';

type LabelEffect = Extract<WorkflowEffect, { kind: 'printParcelLabel' }>;
type PaperEffect = Extract<WorkflowEffect, { kind: 'printPaper' }>;

const firstRetryMs = 500;
const longestRetryMs = 5_000;
/** Tries after which the packer is told once that the label still waits for the host. */
const triesBeforeTelling = 4;

/**
 * Gives a label to the host's queue, again and again until it is taken: the same job id twice is one job, so trying again
 * cannot print twice. Ends without it only when the host says that the label cannot be made, and tells the packer then.
 */
export async function queueLabel(effect: LabelEffect, station: Station, text: i18n): Promise<void> {
  const label = labelOf(effect, station, text);
  if (label !== null) await queueJob(label, effect.reason, station);
}

/** The same for the sheets of a paper. */
export async function queuePaper(effect: PaperEffect, station: Station, text: i18n): Promise<void> {
  for (const job of paperJobsOf(station.store, effect, paperWordsOf(text))) await queueJob(job, effect.reason, station);
}

async function queueJob(
  label: Parameters<Station['bridge']['client']['devices']['print']>[0],
  reason: ReprintReason | undefined,
  station: Station,
): Promise<void> {
  const cause = { operator: station.operator.get()?.name ?? '?', reason: reason ?? 'other' } as const;
  for (let tries = 1; ; tries += 1) {
    try {
      await station.bridge.client.devices.print(label.isReprint ? { ...label, cause } : label);
      return;
    } catch (error) {
      if (isRefusal(error)) return tell(station, 'pack.labelRefused');
      if (tries === triesBeforeTelling) tell(station, 'pack.labelNotQueued');
      await new Promise((resolve) => setTimeout(resolve, Math.min(longestRetryMs, firstRetryMs * 2 ** (tries - 1))));
    }
  }
}

/**
 * Labels of parcels that were closed but may not have reached the host before the page ended. Commands travel through the host too:
 * one that is still pending is the sign that its label may be missing, and a label the host has already is not printed again.
 */
export function queueMissingLabels(station: Station, text: i18n): void {
  for (const command of station.store.pendingCommands()) {
    if (command.kind !== 'recordLabel' || command.payload.isReprint) continue;
    const { orderId, parcelId } = command.payload;
    void queueLabel({ kind: 'printParcelLabel', orderId, parcelId, isReprint: false }, station, text);
  }
}

function labelOf(effect: LabelEffect, station: Station, text: i18n): ReturnType<typeof parcelLabelOf> {
  const order = station.store.view.get('order', effect.orderId);
  const parcel = station.store.view.get('parcel', effect.parcelId);
  const coldest = parcel === undefined ? 'ambient' : parcelTemperature(station.store.view, parcel);
  return parcelLabelOf(station.store, effect.orderId, effect.parcelId, effect.isReprint, {
    channel: order === undefined ? '' : text.t(`channel.${order.channel}`),
    temperature: text.t(`temperature.${coldest}`),
    promise: order === undefined ? '' : toWallClockText(order.promiseAtMs, station.store.view.site()?.timeZone ?? null),
  });
}

function paperWordsOf(text: i18n): PaperWords {
  const isEnglish = text.language === 'en';
  return {
    title: (document) => text.t(`paper.title.${document}`),
    name: (name) => (isEnglish ? name.en : name.zh),
    quantity: (count, unit) => text.t(unit === 'gram' ? 'paper.grams' : 'paper.units', { count }),
    bags: (count) => text.t('paper.bags', { count }),
    total: (rows, bags) => text.t('paper.total', { rows, bags }),
  };
}

function tell(station: Station, key: string): void {
  station.runner.submitJob(() => plain(stepWith(null, 'warning', { message: messageOf(key) })));
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'REFUSED';
}
