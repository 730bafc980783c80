import { IconCircleCheck, IconPackage, IconReportSearch } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Discrepancy } from '#shared/model/discrepancy/discrepancy.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import type { WorkflowRunner } from '#renderer/bridge/workflowRunner.ts';
import { plain } from '#renderer/bridge/takeWork.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import css from './SyncScreen.module.css';

/** Conflicts listed; the number above them says how many there are. */
const maxListed = 20;
/** What a person may say of a conflict, with its key; the word is what the record keeps. */
const resolutions = [
  { word: 'recordStands', key: 'R', icon: IconPackage },
  { word: 'booksCorrected', key: 'B', icon: IconReportSearch },
] as const;

/** Open discrepancies, oldest first: what was recorded, what the books say, and one key for each way out. The keys go to the first. */
export function ConflictInbox(props: { nowMs: number }) {
  const station = useStation();
  const { t } = useText();
  const operator = useObservable(station.operator);
  const mayResolve = operator !== null && isPermitted(operator.roles, 'resolveDiscrepancy');
  const open = [...station.store.all('discrepancy')]
    .filter((discrepancy) => discrepancy.status === 'open')
    .sort((one, other) => one.openedAtMs - other.openedAtMs);
  const firstId = open[0]?.id ?? null;
  useResolveKeys(mayResolve ? firstId : null);
  return (
    <Panel title={t('sync.conflicts')} note={String(open.length)} isFilling>
      {firstId === null ? (
        <p className={css.good}>
          <IconCircleCheck size={28} aria-hidden /> {t('sync.noConflicts')}
        </p>
      ) : null}
      {firstId !== null && !mayResolve ? <p className={css.quiet}>{t('sync.askSupervisor')}</p> : null}
      {open.slice(0, maxListed).map((discrepancy, index) => (
        <article key={discrepancy.id} className={css.refused} data-testid="conflict">
          <ConflictSides discrepancy={discrepancy} nowMs={props.nowMs} />
          {mayResolve
            ? resolutions.map(({ word, key, icon }) => (
                <BigButton
                  key={word}
                  icon={icon}
                  label={t(`sync.resolution.${word}`)}
                  keyLabel={index === 0 ? key : undefined}
                  onPress={() => resolve(station.runner, discrepancy.id, word)}
                />
              ))
            : null}
        </article>
      ))}
      {open.length > maxListed ? <p className={css.quiet}>{t('sync.more', { count: open.length - maxListed })}</p> : null}
    </Panel>
  );
}

/** The keys settle the conflict given, while there is one. */
function useResolveKeys(discrepancyId: Discrepancy['id'] | null): void {
  const { runner } = useStation();
  useKeys(
    useCallback(
      (key) => {
        const chosen = resolutions.find((resolution) => resolution.key === key.toUpperCase());
        if (chosen === undefined || discrepancyId === null) return false;
        resolve(runner, discrepancyId, chosen.word);
        return true;
      },
      [runner, discrepancyId],
    ),
  );
}

function resolve(runner: WorkflowRunner, discrepancyId: Discrepancy['id'], resolution: string): void {
  runner.submitJob(
    () => plain(stepWith(null, 'ok', { drafts: [{ kind: 'resolveDiscrepancy', payload: { discrepancyId, resolution } }] })),
    `resolve ${discrepancyId}`,
  );
}

/** What was recorded, and what the books say now. */
function ConflictSides(props: { discrepancy: Discrepancy; nowMs: number }) {
  const { store } = useStation();
  const text = useText();
  const { t } = text;
  const { discrepancy, nowMs } = props;
  const order = discrepancy.orderId === null ? undefined : store.view.get('order', discrepancy.orderId);
  const sku = discrepancy.skuId === null ? undefined : store.view.get('sku', discrepancy.skuId);
  const booked = sku === undefined ? 0 : store.view.stockOfSku(sku.id).reduce((sum, row) => sum + row.quantity, 0);
  return (
    <div className={css.refusedWords}>
      <strong>{text.say(discrepancy.detail)}</strong>
      <span className={css.quiet}>{t('sync.ago', { age: text.age(nowMs - discrepancy.openedAtMs) })}</span>
      <span>
        {t('sync.books')}: {order === undefined ? '' : `#${order.daySequence} ${t(`stage.${order.stage}`)} `}
        {sku === undefined ? '' : t('sync.bookedStock', { sku: text.name(sku.name), quantity: booked })}
        {order === undefined && sku === undefined ? t('sync.booksSilent') : ''}
      </span>
    </div>
  );
}
