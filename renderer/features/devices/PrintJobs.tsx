import { IconCheck, IconClock, IconHelpHexagon, IconPrinter, IconSend, IconTrash, IconX, type Icon } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { PrintJob } from '#shared/model/device/device.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './DevicesScreen.module.css';

const looks: Readonly<Record<PrintJob['status'], { tone: Tone; icon: Icon }>> = {
  queued: { tone: 'info', icon: IconClock },
  sending: { tone: 'info', icon: IconSend },
  sent: { tone: 'info', icon: IconPrinter },
  confirmed: { tone: 'ok', icon: IconCheck },
  unknown: { tone: 'soon', icon: IconHelpHexagon },
  failed: { tone: 'late', icon: IconX },
};
type Outcome = 'printed' | 'notPrinted' | 'cancel';
const reasons = { printed: 'looked', notPrinted: 'looked', cancel: 'notNeeded' } as const;

/** Print jobs under way: where each is, for how long, why it waits; the first unknown one is settled by one key. */
export function PrintJobs() {
  const { bridge, printJobs, operator } = useStation();
  const { t } = useText();
  const who = useObservable(operator)?.name ?? '?';
  const jobs = [...useObservable(printJobs).values()]
    .filter(isOpen)
    .toSorted((one, other) => urgencyOf(one) - urgencyOf(other) || other.updatedAtMs - one.updatedAtMs);
  const settle = useCallback(
    (jobId: string, outcome: Outcome) =>
      void bridge.client.devices
        .settlePrintJob({ jobId, outcome, cause: { operator: who, reason: reasons[outcome] } })
        .catch(() => undefined),
    [bridge, who],
  );
  const first = jobs[0];
  const asked = first?.status === 'unknown' ? first.jobId : null;
  useSettleKeys(asked, settle);
  if (jobs.length === 0) return <p className={css.quiet}>{t('devices.noJobs')}</p>;
  return (
    <ul className={css.jobs}>
      {jobs.map((job) => (
        <JobRow key={job.jobId} job={job} hasKeys={job.jobId === asked} onSettle={(outcome) => settle(job.jobId, outcome)} />
      ))}
    </ul>
  );
}

/** Printed and voided ones are told of below. */
function isOpen(job: PrintJob): boolean {
  return job.status !== 'confirmed' && job.fault !== 'print.cancelled';
}

/** What waits for a word comes first, then what waits for a printer. */
function urgencyOf(job: PrintJob): number {
  if (job.status === 'unknown') return 0;
  return job.fault === null ? 2 : 1;
}

/** Y and N say whether the label that is asked about came out. */
function useSettleKeys(asked: string | null, settle: (jobId: string, outcome: Outcome) => void): void {
  useKeys(
    useCallback(
      (key) => {
        const pressed = key.toUpperCase();
        if (asked === null || (pressed !== 'Y' && pressed !== 'N')) return false;
        settle(asked, pressed === 'Y' ? 'printed' : 'notPrinted');
        return true;
      },
      [asked, settle],
    ),
  );
}

function JobRow(props: { job: PrintJob; hasKeys: boolean; onSettle: (outcome: Outcome) => void }) {
  const text = useText();
  const { t } = text;
  const { job, hasKeys, onSettle } = props;
  const nowMs = useNowMs(Date.now);
  const { tone, icon } = looks[job.status];
  const key = (word: string) => (hasKeys ? word : undefined);
  return (
    <li className={css.job}>
      <span className={css.jobHead}>
        <strong className={css.jobName}>{job.subject}</strong>
        {job.isReprint ? <span className={css.quiet}>{t('devices.reprintMark')}</span> : null}
        <span className={css.quiet}>{t('devices.waiting', { age: text.age(nowMs - job.createdAtMs) })}</span>
        <StatusTag tone={tone} icon={icon} label={t(`printStatus.${job.status}`)} />
      </span>
      {job.fault === null ? null : <span>{text.say({ key: job.fault, params: {} })}</span>}
      {job.status === 'unknown' ? (
        <>
          <span className={css.quiet}>{t('devices.settleHint')}</span>
          <span className={css.jobActions}>
            <BigButton icon={IconCheck} label={t('devices.printed')} look="main" keyLabel={key('Y')} onPress={() => onSettle('printed')} />
            <BigButton icon={IconPrinter} label={t('devices.notPrinted')} keyLabel={key('N')} onPress={() => onSettle('notPrinted')} />
            <BigButton icon={IconTrash} label={t('devices.cancel')} onPress={() => onSettle('cancel')} />
          </span>
        </>
      ) : null}
      {job.status === 'queued' && job.fault !== null ? (
        <span className={css.jobActions}>
          <BigButton icon={IconTrash} label={t('devices.cancel')} onPress={() => onSettle('cancel')} />
        </span>
      ) : null}
    </li>
  );
}
