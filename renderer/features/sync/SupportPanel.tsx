import { IconFileExport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useStoreStatus } from '#renderer/bridge/useStore.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { countByKind, toSupportReport } from './supportReport.ts';
import css from './SyncScreen.module.css';

/** Between two looks at what the host and the browser know, milliseconds. */
const lookEveryMs = 5_000;

type Outside = {
  readonly journal: number | null;
  readonly usedMegabytes: number | null;
  readonly quotaMegabytes: number | null;
  readonly isKept: boolean | null;
  readonly lanMalformed: number | null;
};
const nothingKnown: Outside = { journal: null, usedMegabytes: null, quotaMegabytes: null, isKept: null, lanMalformed: null };

/** The numbers a support person asks for, and the file to send. */
export function SupportPanel() {
  const station = useStation();
  const { store } = station;
  const { t } = useText();
  const status = useStoreStatus();
  const outside = useOutside();
  const storage = outside.usedMegabytes === null ? '?' : `${outside.usedMegabytes} / ${outside.quotaMegabytes ?? '?'} MB`;
  const figures: readonly (readonly [string, string])[] = [
    [t('sync.position'), String(status.cursor)],
    [t('sync.epoch'), status.epoch ?? '-'],
    [t('sync.journal'), outside.journal === null ? t('sync.hostAway') : String(outside.journal)],
    [t('sync.storage'), outside.isKept === false ? `${storage} · ${t('sync.mayBeCleared')}` : storage],
    [t('sync.malformed'), `${status.malformedRows} / ${outside.lanMalformed ?? '?'}`],
    ...countByKind(store.pendingCommands()).map(({ kind, count }) => [t(`command.${kind}`), String(count)] as const),
    ...status.foreign.map(
      ({ stationId, pending }) =>
        [t('sync.ofStation', { station: store.view.get('station', stationId)?.name ?? stationId }), String(pending)] as const,
    ),
  ];
  const exportFile = async () => {
    const journal = await station.bridge.client.platformLink.readJournal({ outboxId: null }).then(
      ({ commands }) => commands,
      () => null,
    );
    const { stationId } = station.handshake;
    const atMs = station.nowMs();
    saveText(`halfhour-${stationId ?? 'station'}-${atMs}.json`, toSupportReport(store, { stationId, atMs, journal }));
  };
  return (
    <Panel
      title={t('sync.support')}
      aside={<BigButton icon={IconFileExport} label={t('sync.export')} onPress={() => void exportFile()} />}
      isFilling
    >
      <dl className={css.figures}>
        {figures.map(([name, figure]) => (
          <div key={name} className={css.pending}>
            <dt className={css.quiet}>{name}</dt>
            <dd className={css.value}>{figure}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** What only the host and the browser know; what does not answer stays unknown. */
function useOutside(): Outside {
  const { bridge } = useStation();
  const [outside, setOutside] = useState(nothingKnown);
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const [journal, lan, estimate, isKept] = await Promise.all([
        orNull(async () => (await bridge.client.platformLink.journalSize()).commands),
        orNull(async () => (await bridge.client.lan.state()).malformed),
        orNull(() => navigator.storage.estimate()),
        orNull(() => navigator.storage.persisted()),
      ]);
      const megabytes = (bytes: number | undefined) => (bytes === undefined ? null : Math.round(bytes / 1_000_000));
      const next = { usedMegabytes: megabytes(estimate?.usage), quotaMegabytes: megabytes(estimate?.quota), isKept };
      if (!isGone) setOutside({ ...next, journal, lanMalformed: lan });
    };
    void look();
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [bridge]);
  return outside;
}

async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

/** Hands a text to the browser as a download. */
function saveText(fileName: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
