import { IconCheck, IconClock, IconHelpHexagon, IconPrinter, IconSend, IconTrash, IconX, type Icon } from '@tabler/icons-react';
import type { PrintJob } from '#shared/model/device/device.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './DevicesScreen.module.css';

const looks: Readonly<Record<PrintJob['status'], { tone: Tone; icon: Icon }>> = {
  queued: { tone: 'info', icon: IconClock },
  sending: { tone: 'info', icon: IconSend },
  sent: { tone: 'info', icon: IconPrinter },
  confirmed: { tone: 'ok', icon: IconCheck },
  unknown: { tone: 'soon', icon: IconHelpHexagon },
  failed: { tone: 'late', icon: IconX },
};

/** Print jobs; one whose paper nobody has confirmed asks a person, and is never sent again by itself. */
export function PrintJobs() {
  const { bridge, printJobs } = useStation();
  const { t } = useText();
  const jobs = [...useObservable(printJobs).values()].sort(
    (one, other) => Number(other.status === 'unknown') - Number(one.status === 'unknown') || other.updatedAtMs - one.updatedAtMs,
  );
  const settle = (jobId: string, outcome: 'printed' | 'notPrinted' | 'cancel') =>
    void bridge.client.devices.settlePrintJob({ jobId, outcome }).catch(() => undefined);
  if (jobs.length === 0) return <p className={css.quiet}>{t('devices.noJobs')}</p>;
  return (
    <ul className={css.jobs}>
      {jobs.map((job) => (
        <li key={job.jobId} className={css.job}>
          <span className={css.jobHead}>
            <strong className={css.jobName}>{job.subject}</strong>
            {job.isReprint ? <span className={css.quiet}>{t('devices.reprintMark')}</span> : null}
            <StatusTag tone={looks[job.status].tone} icon={looks[job.status].icon} label={t(`printStatus.${job.status}`)} />
          </span>
          {job.status === 'unknown' ? (
            <>
              <span>{t('devices.settleHint')}</span>
              <span className={css.jobActions}>
                <BigButton icon={IconCheck} label={t('devices.printed')} look="main" onPress={() => settle(job.jobId, 'printed')} />
                <BigButton icon={IconPrinter} label={t('devices.notPrinted')} onPress={() => settle(job.jobId, 'notPrinted')} />
                <BigButton icon={IconTrash} label={t('devices.cancel')} onPress={() => settle(job.jobId, 'cancel')} />
              </span>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
