import { IconPrinter } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrintAuditEntry } from '#shared/features/devices/printAudit.ts';
import { reprintReasons, type ReprintReason } from '#shared/model/workflow/workflow.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './DevicesScreen.module.css';

const shownJobs = 12;
const shownDecisions = 8;

/** Labels printed lately, each of which can be printed again with a reason; below, who did so. */
export function SettledJobs() {
  const { bridge, printJobs, operator, newId, runner } = useStation();
  const text = useText();
  const { t } = text;
  const who = useObservable(operator)?.name ?? '?';
  const moving = useObservable(printJobs);
  const nowMs = useNowMs(Date.now);
  const [jobs, setJobs] = useState<readonly PrintJob[]>([]);
  const [decisions, setDecisions] = useState<readonly PrintAuditEntry[]>([]);
  const { setup } = bridge.client.devices;
  const read = useCallback(() => {
    setup.settledJobs().then(setJobs, () => undefined);
    setup.audit().then(setDecisions, () => undefined);
  }, [setup]);
  // What moves in the queue ends up here.
  useEffect(read, [read, moving]);
  const askWhy = (jobId: string) => {
    const words = reprintReasons.map((reason) => ({ key: `devices.reason.${reason}`, params: {} }));
    runner.ask({ key: 'devices.reprintWhy', params: {} }, words, (no) => reprint(jobId, reprintReasons[no - 1] ?? 'other'));
  };
  const reprint = (jobId: string, reason: ReprintReason) => {
    setup.reprint({ jobId, newJobId: newId(), cause: { operator: who, reason } }).then(read, () => undefined);
  };
  return (
    <>
      <ul className={css.jobs}>
        {jobs.slice(0, shownJobs).map((job) => (
          <li key={job.jobId} className={css.job}>
            <span className={css.jobHead}>
              <strong className={css.jobName}>{job.subject}</strong>
              {job.isReprint ? <span className={css.quiet}>{t('devices.reprintMark')}</span> : null}
              <span className={css.quiet}>{text.age(nowMs - job.updatedAtMs)}</span>
              <BigButton icon={IconPrinter} label={t('devices.reprint')} onPress={() => askWhy(job.jobId)} />
            </span>
          </li>
        ))}
      </ul>
      {decisions.length === 0 ? null : <h3 className={css.subtitle}>{t('devices.decisions')}</h3>}
      {decisions.slice(0, shownDecisions).map((entry) => (
        <p key={`${entry.jobId} ${entry.atMs}`} className={css.quiet}>
          {entry.subject} ·{' '}
          {t('devices.decision', {
            operator: entry.operator,
            act: t(`devices.act.${entry.act}`),
            reason: t(`devices.reason.${entry.reason}`),
            age: text.age(nowMs - entry.atMs),
          })}
        </p>
      ))}
    </>
  );
}
