import {
  IconArrowBackUp,
  IconBarcode,
  IconCircleCheck,
  IconEye,
  IconHelpCircle,
  IconPackage,
  IconPlayerPause,
  IconShoppingBagPlus,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { speakPacking } from '#shared/features/packing/speakPacking.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { usePrompt } from '#renderer/bridge/usePrompt.ts';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useWorkflow } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Picture } from '#renderer/ui/Picture.tsx';
import { SegmentBar } from '#renderer/ui/SegmentBar.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { BagPanel, BagMark } from './BagPanel.tsx';
import { WeighBag } from './WeighBag.tsx';
import { LabelPanel } from './LabelPanel.tsx';
import { MergeWaiting } from './MergeWaiting.tsx';
import type { PackingState } from '#shared/features/packing/packingState.ts';
import { lastParcelOf, packingParts, packingTiles, type PackingTile } from './packingParts.ts';
import css from './PackingScreen.module.css';

const keyActions: Readonly<Record<string, SheetAction>> = {
  U: 'undo',
  F8: 'undo',
  'Ctrl+Z': 'undo',
  H: 'help',
  T: 'toteFull',
  P: 'pause',
  Y: 'yes',
};

/** Packing: a tote, its items to verify by scan, the bag to use; the last scan prints. */
export function PackingScreen() {
  const station = useStation();
  const { t } = useText();
  const { state, act } = useWorkflow(packingParts);
  useRecordChanges(['order', 'task', 'tote', 'parcel', 'sku']);
  usePackingKeys(act, state.phase);
  usePrompt(speakPacking(state, station.store.view, station.nowMs()));
  const order = state.orderId === null ? undefined : station.store.view.get('order', state.orderId);
  const waiting = station.store.find.openOrders().filter((candidate) => candidate.stage === 'picked');
  const labelParcelId = lastParcelOf(state.lastOrderId, station.store);
  return (
    <main className={css.screen}>
      <section className={css.work}>
        {order === undefined ? (
          <EmptyState icon={IconPackage} title={t('packing.none')} hint={t('packing.noneHint')}>
            <StatusTag
              isLarge
              tone={waiting.length > 0 ? 'info' : 'calm'}
              icon={IconPackage}
              label={t('packing.waiting', { count: waiting.length })}
            />
          </EmptyState>
        ) : state.phase === 'weigh' ? (
          <WeighBag order={order} refusedGrams={state.refusedGrams} act={act} />
        ) : (
          <Table order={order} />
        )}
        {order === undefined ? <MergeWaiting /> : null}
        <div className={css.actions}>
          <BigButton
            isStacked
            icon={IconArrowBackUp}
            label={t('act.undo')}
            keyLabel="F8"
            isDisabled={state.undoable.length === 0 && state.lastOrderId === null}
            onPress={() => act('undo')}
          />
          <BigButton
            isStacked
            icon={IconShoppingBagPlus}
            label={t('packing.nextBag')}
            keyLabel="T"
            isDisabled={order === undefined}
            onPress={() => act('toteFull')}
          />
          <BigButton isStacked icon={IconHelpCircle} label={t('act.help')} keyLabel="H" onPress={() => act('help')} />
          <BigButton
            isStacked
            icon={IconPlayerPause}
            label={t('act.pause')}
            keyLabel="P"
            isDisabled={order === undefined}
            onPress={() => act('pause')}
          />
        </div>
      </section>
      <aside className={css.edge}>
        {order === undefined ? null : <BagPanel order={order} parcelId={state.parcelId} act={act} />}
        <div className={order === undefined ? css.label : css.labelBelow}>
          <LabelPanel orderId={state.lastOrderId} parcelId={labelParcelId} />
        </div>
      </aside>
    </main>
  );
}

/** The keys of the screen. Numbers change the bag in hand; while a weight is in question they are reasons to let it go. */
function usePackingKeys(act: (action: SheetAction, argument?: string | null) => void, phase: PackingState['phase']): void {
  useKeys(
    useCallback(
      (key) => {
        if ((phase === 'weigh' && /^[1-4]$/.test(key)) || (phase === 'items' && /^[1-9]$/.test(key))) {
          act('choice', key);
          return true;
        }
        const action = keyActions[key.length === 1 ? key.toUpperCase() : key];
        if (action === undefined) return false;
        act(action);
        return true;
      },
      [act, phase],
    ),
  );
}

function Table(props: { order: Parameters<typeof packingTiles>[0] }) {
  const station = useStation();
  const { t } = useText();
  const tiles = packingTiles(props.order, station.store, station.nowMs());
  const toScan = tiles.reduce((sum, tile) => sum + (tile.sku?.unit === 'gram' ? Number(tile.waiting > 0) : tile.waiting), 0);
  const label = t('packing.toScan', { count: toScan });
  const hasWeighed = tiles.some((tile) => tile.sku?.unit === 'gram' && tile.waiting > 0);
  return (
    <>
      <div className={css.head}>
        <h1 className={css.title}>
          <span className={css.titleWord}>{t('packing.order')}</span> {props.order.daySequence}
        </h1>
        <span className={css.scanNow}>
          <IconBarcode size={40} stroke={2} aria-hidden /> {label}
        </span>
      </div>
      <SegmentBar segments={tiles.map((tile) => (tile.waiting === 0 ? 'done' : 'open'))} label={label} />
      <div className={css.grid}>
        {tiles.map((tile) => (
          <Tile key={tile.lineNo} tile={tile} />
        ))}
      </div>
      {hasWeighed ? (
        <p className={css.hint}>
          <IconEye size={28} aria-hidden /> {t('packing.weighedHint')}
        </p>
      ) : null}
    </>
  );
}

function Tile(props: { tile: PackingTile }) {
  const { t, name } = useText();
  const { tile } = props;
  const isDone = tile.waiting === 0;
  const isGrams = tile.sku?.unit === 'gram';
  return (
    <article className={`${css.tile} ${isDone ? css.done : ''}`}>
      <Picture url={pictureUrlOf(tile.sku?.picture)} label={name(tile.sku?.name)} sizePx={76} />
      <div className={css.tileWords}>
        <strong className={css.tileName}>{name(tile.sku?.name)}</strong>
        <span className={css.tileNote}>
          {isDone || tile.bag === null ? null : <BagMark bag={tile.bag} />}
          <span>
            {isGrams
              ? isDone
                ? t('packing.weighed', { grams: tile.packed })
                : `${t('packing.weighed', { grams: tile.waiting })} · ${t('packing.byEye')}`
              : t('packing.packed', { packed: tile.packed, total: tile.packed + tile.waiting })}
            {tile.short > 0 && !isGrams ? ` · ${t('packing.missing', { count: tile.short })}` : ''}
          </span>
        </span>
      </div>
      {isDone ? (
        <StatusTag tone="ok" icon={IconCircleCheck} label={t('packing.allIn')} />
      ) : (
        <span className={css.count}>{isGrams ? <IconEye size={48} aria-hidden /> : tile.waiting}</span>
      )}
    </article>
  );
}
