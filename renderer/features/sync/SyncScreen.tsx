import { IconCheck, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import type { RefusedClaim } from '#shared/sync/stationStore.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useStoreStatus } from '#renderer/bridge/useStore.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { ScreenName } from '#renderer/ui/ScreenName.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import { ConflictInbox } from './ConflictInbox.tsx';
import { SupportPanel } from './SupportPanel.tsx';
import css from './SyncScreen.module.css';

/** Pending commands listed; the number above them says how many there are. */
const maxListed = 20;

/** What the platform has not confirmed, and what it did not grant, each with what to do. */
export function SyncScreen() {
  const { store, nowMs: readNowMs } = useStation();
  const text = useText();
  const { t } = text;
  const status = useStoreStatus();
  useRecordChanges(['order', 'task', 'parcel', 'discrepancy', 'stock']);
  const nowMs = useNowMs(readNowMs);
  const foreign = status.foreign.reduce((sum, other) => sum + other.pending, 0);
  return (
    <main className={css.screen}>
      <ScreenName name={t('nav.sync')} />
      <header className={css.head}>
        <div className={css.figure}>
          <span className={css.quiet}>{t('sync.pending')}</span>
          <strong className={css.number} data-testid="pending">
            {status.pending}
          </strong>
          <span className={css.quiet}>{status.pending === 0 ? t('sync.noPending') : t('sync.pendingNote')}</span>
          {foreign === 0 ? null : <span className={css.quiet}>{t('sync.foreign', { count: foreign })}</span>}
        </div>
        <div className={css.figure}>
          <span className={css.quiet}>{t('sync.lastSync')}</span>
          <strong className={css.age}>
            {status.lastSyncAtMs === null ? t('sync.never') : t('sync.ago', { age: text.age(nowMs - status.lastSyncAtMs) })}
          </strong>
          <span className={css.quiet}>
            {t('sync.position')} {status.cursor}
          </span>
        </div>
        <BigButton
          icon={IconRefresh}
          label={status.isSyncing ? t('sync.syncing') : t('act.syncNow')}
          look="main"
          isHuge
          isDisabled={status.isSyncing}
          onPress={() => void store.syncNow()}
        />
      </header>
      <FaultBars />
      <div className={css.columns}>
        <div className={css.work}>
          <ConflictInbox nowMs={nowMs} />
          <RefusedPanel nowMs={nowMs} />
          <OldestPanel nowMs={nowMs} />
        </div>
        <SupportPanel />
      </div>
    </main>
  );
}

/** A machine's clock so far off is worth a word, milliseconds. */
const clockWordAfterMs = 60_000;

/** What hinders sync or storage, each with the way out. */
function FaultBars() {
  const { say, t, age } = useText();
  const connection = useObservable(useStation().connection);
  const offMs = Math.abs(connection?.clockOffsetMs ?? 0);
  const status = useStoreStatus();
  return (
    <>
      {status.linkFault === null ? null : (
        <MessageBar tone="soon" text={say({ key: `fault.link.${status.linkFault}`, params: {} })} isQuiet />
      )}
      {status.storageFault === null ? null : (
        <MessageBar tone="late" text={say({ key: `fault.storage.${status.storageFault}`, params: {} })} />
      )}
      {offMs < clockWordAfterMs ? null : <MessageBar tone="soon" text={t('sync.clockOff', { age: age(offMs) })} isQuiet />}
      {status.journalFault === null ? null : (
        <MessageBar tone="soon" text={say({ key: `fault.journal.${status.journalFault}`, params: {} })} isQuiet />
      )}
    </>
  );
}

/** Claims that were not granted, until somebody has seen them. */
function RefusedPanel(props: { nowMs: number }) {
  const { t } = useText();
  const { nowMs } = props;
  const status = useStoreStatus();
  return (
    <Panel title={t('sync.refused')} note={String(status.refused.length)} isFilling>
      {status.refused.length === 0 ? (
        <p className={css.good}>
          <IconCircleCheck size={28} aria-hidden /> {t('sync.noRefused')}
        </p>
      ) : null}
      {status.refused.map((claim) => (
        <RefusedClaimView key={claim.command.id} claim={claim} nowMs={nowMs} />
      ))}
    </Panel>
  );
}

/** The oldest records the platform does not have. */
function OldestPanel(props: { nowMs: number }) {
  const { store } = useStation();
  const text = useText();
  const { t } = text;
  const { nowMs } = props;
  const pending = store.pendingCommands();
  return (
    <Panel title={t('sync.oldest')} note={String(pending.length)} isFilling>
      {pending.slice(0, maxListed).map((command) => (
        <div key={command.id} className={css.pending}>
          <span className={css.seq}>{command.stationSeq}</span>
          <strong>{t(`command.${command.kind}`)}</strong>
          <span className={css.quiet}>{t('sync.ago', { age: text.age(nowMs - command.atMs) })}</span>
        </div>
      ))}
      {pending.length > maxListed ? <p className={css.quiet}>{t('sync.more', { count: pending.length - maxListed })}</p> : null}
    </Panel>
  );
}

/** A claim that was not granted: what it was, why, and what to do now. */
function RefusedClaimView(props: { claim: RefusedClaim; nowMs: number }) {
  const { store } = useStation();
  const text = useText();
  const { t, say } = text;
  const { claim, nowMs } = props;
  return (
    <article className={css.refused}>
      <div className={css.refusedWords}>
        <strong>{t(`command.${claim.command.kind}`)}</strong>
        <span>{say({ key: `refusal.${claim.refusal.code}`, params: claim.refusal.params })}</span>
        <span className={css.quiet}>{t('sync.ago', { age: text.age(nowMs - claim.atMs) })}</span>
      </div>
      <BigButton icon={IconCheck} label={t('act.dismiss')} onPress={() => store.dismissRefused(claim.command.id)} />
    </article>
  );
}
