import { IconCheck, IconClock, IconFileText, IconHelpHexagon, IconPrinter, IconSend, IconX, type Icon } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { reprintReasons, type ReprintReason, type WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { labelJobIdOf } from '#shared/rules/packing/parcelNames.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { plain } from '#renderer/bridge/takeWork.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './LabelPanel.module.css';

const looks: Readonly<Record<PrintJob['status'], { tone: Tone; icon: Icon }>> = {
  queued: { tone: 'info', icon: IconClock },
  sending: { tone: 'info', icon: IconSend },
  sent: { tone: 'info', icon: IconPrinter },
  confirmed: { tone: 'ok', icon: IconCheck },
  unknown: { tone: 'soon', icon: IconHelpHexagon },
  failed: { tone: 'late', icon: IconX },
};

/** The label printed last, as the printer was sent it, and what became of it. */
export function LabelPanel(props: { orderId: OrderId | null; parcelId: ParcelId | null }) {
  const station = useStation();
  const { t, say } = useText();
  const { orderId, parcelId } = props;
  const jobs = useObservable(station.printJobs);
  const job = [...jobs.values()].filter((candidate) => parcelId !== null && candidate.parcelId === parcelId).at(-1);
  const image = usePreview(job);
  const order = orderId === null ? undefined : station.store.view.get('order', orderId);
  const papers = order === undefined ? [] : channelPolicies[order.channel].documents;
  const { reprint, printPapers } = useReprints(orderId, parcelId, papers.length > 0);
  return (
    <Panel title={t('packing.label')} isFilling>
      <div className={css.label}>
        {image === null ? (
          <p className={css.none}>{t('packing.labelNone')}</p>
        ) : (
          <img className={css.image} src={image} alt={t('packing.label')} />
        )}
        {order === undefined ? null : <strong className={css.order}>{t('packing.labelOf', { order: order.daySequence })}</strong>}
        {job === undefined ? null : (
          <StatusTag isLarge tone={looks[job.status].tone} icon={looks[job.status].icon} label={t(`printStatus.${job.status}`)} />
        )}
        {job === undefined || job.fault === null ? null : <span role="status">{say({ key: job.fault, params: {} })}</span>}
        {papers.length === 0 ? null : <BigButton icon={IconFileText} label={t('packing.paperAgain')} keyLabel="D" onPress={printPapers} />}
        <BigButton icon={IconPrinter} label={t('act.reprint')} keyLabel="R" isDisabled={parcelId === null} onPress={reprint} />
      </div>
    </Panel>
  );
}

/** Label and papers once more, by key or touch. */
function useReprints(orderId: OrderId | null, parcelId: ParcelId | null, hasPapers: boolean) {
  const station = useStation();
  const printAgain = useCallback(
    (reason: ReprintReason | undefined) => {
      station.runner.submitJob(() => {
        const parcel = parcelId === null ? undefined : station.store.view.get('parcel', parcelId);
        if (orderId === null || parcel === undefined)
          return plain(stepWith(null, 'warning', { message: messageOf('pack.nothingToReprint') }));
        const jobId = labelJobIdOf(parcel.id, parcel.labelPrints + 1);
        return plain(
          stepWith(null, 'ok', {
            drafts: [{ kind: 'recordLabel', payload: { orderId, parcelId: parcel.id, jobId, isReprint: true } }],
            effects: [{ kind: 'printParcelLabel', orderId, parcelId: parcel.id, isReprint: true, reason }],
            message: messageOf('pack.reprinted'),
          }),
        );
      }, 'reprint');
    },
    [station, orderId, parcelId],
  );
  // Why is asked for the audit; the answer is a number by key, touch or command sheet.
  const reprint = useCallback(() => {
    const words = reprintReasons.map((reason) => ({ key: `devices.reason.${reason}`, params: {} }));
    station.runner.ask(messageOf('devices.reprintWhy'), words, (no) => printAgain(reprintReasons[no - 1]));
  }, [station, printAgain]);
  const printPapers = useCallback(() => {
    station.runner.submitJob(() => {
      const again = orderId === null ? undefined : station.store.view.get('order', orderId);
      if (again === undefined) return plain(stepWith(null, 'warning', { message: messageOf('pack.nothingToReprint') }));
      // Every press of the key is a copy of its own.
      const copyId = `again-${Math.floor(station.nowMs())}`;
      const effects = channelPolicies[again.channel].documents.map((document): WorkflowEffect => ({
        kind: 'printPaper',
        orderId: again.id,
        document,
        copyNo: 2,
        copyId,
        reason: 'other',
      }));
      return plain(stepWith(null, 'ok', { effects, message: messageOf('pack.papersAgain') }));
    }, 'reprint');
  }, [station, orderId]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() === 'D' && hasPapers) printPapers();
        else if (key.toUpperCase() === 'R' && parcelId !== null) reprint();
        else return false;
        return true;
      },
      [reprint, printPapers, parcelId, hasPapers],
    ),
  );
  return { reprint, printPapers };
}

function usePreview(job: PrintJob | undefined): string | null {
  const { bridge } = useStation();
  const [image, setImage] = useState<{ jobId: string; url: string } | null>(null);
  const jobId = job?.jobId ?? null;
  const isSent = job !== undefined && job.status !== 'queued';
  useEffect(() => {
    if (jobId === null) return;
    let isCurrent = true;
    bridge.client.devices
      .printPreview({ jobId })
      .then(({ pngDataUrl }) => {
        if (isCurrent && pngDataUrl !== null) setImage({ jobId, url: pngDataUrl });
      })
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [bridge, jobId, isSent]);
  return image !== null && image.jobId === jobId ? image.url : null;
}
