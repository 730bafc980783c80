import {
  IconAlertTriangle,
  IconBasket,
  IconBuildingStore,
  IconChartBar,
  IconCircleCheck,
  IconClockPause,
  IconCrown,
  IconListCheck,
  IconLock,
  IconMotorbike,
  IconPackage,
  IconPlayerPlay,
  IconRoute,
  IconShoppingBag,
  IconTag,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import { labelWaves } from '#shared/features/labelPicking/labelWaves.ts';
import { doubtfulSkus } from '#shared/features/picking/ordersStillWanting.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { pickDoneWaitsUntilMs } from '#shared/rules/channel/pickDoneReport.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import { tasksOf } from '#shared/rules/task/tasksOfOrder.ts';
import { useLabelHands } from '#renderer/bridge/useLabelHands.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { isHeldByAnother, taskInHand } from '#renderer/bridge/takeWork.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { TemperatureTag } from '#renderer/ui/TemperatureTag.tsx';
import { toWallClockText } from '#renderer/ui/toClockText.ts';
import { Scroller } from '#renderer/ui/Scroller.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './QueueScreen.module.css';

type Filter = { readonly name: TextKey; readonly stages: readonly OrderStage[] | null };

const filters: readonly Filter[] = [
  { name: 'queue.filterAll', stages: null },
  { name: 'queue.filterPick', stages: ['placed', 'accepted', 'released', 'picking'] },
  { name: 'queue.filterPack', stages: ['picked', 'packing'] },
  { name: 'queue.filterHand', stages: ['packed', 'shelved'] },
  { name: 'queue.filterRide', stages: ['handedOver'] },
];
/** Rows painted at once; the rest is named as a number. */
const maxRows = 60;

/** Orders of the house by time left, and the one key that gives the best task. */
export function QueueScreen() {
  const station = useStation();
  const { t } = useText();
  useRecordChanges(['order', 'task', 'operator', 'discrepancy']);
  const [filterNo, setFilterNo] = useState(0);
  const nowMs = useNowMs(station.nowMs);
  const orders = station.store.find.openOrders();
  const stages = filters[filterNo]?.stages ?? null;
  const shown = stages === null ? orders : orders.filter((order) => stages.includes(order.stage));
  const inHand = taskInHand(station);
  const toTake = station.store.find.openTasks().filter((task) => !isHeldByAnother(task, station)).length;
  const getWork = useCallback(() => station.runner.submit({ kind: 'act', action: 'next', argument: null }), [station]);
  const mayPlan = isPermitted(useObservable(station.operator)?.roles ?? [], 'setPickingPolicy');
  const navigate = useNavigate();
  const byLabel = labelWaves(station.store, useLabelHands()).reduce((sum, wave) => sum + wave.waiting.length + wave.mine.length, 0);
  const openLabels = useCallback(() => void navigate({ to: '/labelPicking' }), [navigate]);
  const openPolicies = useCallback(() => void navigate({ to: '/policies' }), [navigate]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() === 'N') getWork();
        else if (key.toUpperCase() === 'P' && mayPlan) openPolicies();
        else if (key.toUpperCase() === 'L' && byLabel > 0) openLabels();
        else if (/^[1-5]$/.test(key)) setFilterNo(Number(key) - 1);
        else return false;
        return true;
      },
      [getWork, mayPlan, openPolicies, byLabel, openLabels],
    ),
  );
  return (
    <main className={css.screen}>
      <div className={css.top}>
        <div className={css.heading}>
          <h1 className={css.title}>{t('queue.title')}</h1>
          <span className={css.counts}>
            {t('queue.count', { count: orders.length })} · {t('queue.tasksOpen', { count: toTake })}
          </span>
        </div>
        <FiguresKey />
        {byLabel === 0 ? null : (
          <BigButton isStacked icon={IconTag} label={`${t('labelPick.open')} ${byLabel}`} keyLabel="L" onPress={openLabels} />
        )}
        {mayPlan ? <BigButton isStacked icon={IconRoute} label={t('policies.open')} keyLabel="P" onPress={openPolicies} /> : null}
        <BigButton
          icon={inHand === undefined ? IconPlayerPlay : IconBasket}
          label={inHand === undefined ? t('queue.getWork') : t('queue.mine')}
          keyLabel="N"
          look="main"
          isHuge
          onPress={getWork}
        />
      </div>
      <FilterBar orders={orders} filterNo={filterNo} onChoose={setFilterNo} />
      <Scroller className={css.rows ?? ''} label={t('queue.title')}>
        {shown.length === 0 ? (
          <EmptyState
            isPart
            icon={IconListCheck}
            title={orders.length === 0 ? t('queue.none') : t('queue.noneOfFilter')}
            hint={t('queue.noneHint')}
          />
        ) : (
          shown.slice(0, maxRows).map((order) => <OrderRow key={order.id} order={order} nowMs={nowMs} />)
        )}
        {shown.length > maxRows ? <p className={css.more}>{t('queue.more', { count: shown.length - maxRows })}</p> : null}
      </Scroller>
    </main>
  );
}

/** The parts of the house, by digit. */
function FilterBar(props: { orders: readonly Order[]; filterNo: number; onChoose: (filterNo: number) => void }) {
  const { t } = useText();
  return (
    <div className={css.filters} role="toolbar">
      {filters.map((filter, index) => {
        const count =
          filter.stages === null ? props.orders.length : props.orders.filter((order) => filter.stages?.includes(order.stage)).length;
        return (
          <BigButton
            key={filter.name}
            icon={filterIcons[index] ?? IconListCheck}
            label={`${t(filter.name)} ${count}`}
            keyLabel={String(index + 1)}
            isPressed={index === props.filterNo}
            onPress={() => props.onChoose(index)}
          />
        );
      })}
    </div>
  );
}

const filterIcons: readonly Icon[] = [IconListCheck, IconBasket, IconPackage, IconShoppingBag, IconMotorbike];
const stageLooks: Readonly<Record<OrderStage, { icon: Icon; tone: Tone }>> = {
  placed: { icon: IconBuildingStore, tone: 'calm' },
  accepted: { icon: IconBuildingStore, tone: 'calm' },
  released: { icon: IconBasket, tone: 'calm' },
  picking: { icon: IconBasket, tone: 'info' },
  picked: { icon: IconPackage, tone: 'calm' },
  packing: { icon: IconPackage, tone: 'info' },
  packed: { icon: IconShoppingBag, tone: 'calm' },
  shelved: { icon: IconShoppingBag, tone: 'ok' },
  handedOver: { icon: IconMotorbike, tone: 'ok' },
  delivered: { icon: IconCircleCheck, tone: 'ok' },
  cancelled: { icon: IconLock, tone: 'late' },
};

function OrderRow(props: { order: Order; nowMs: number }) {
  const { order, nowMs } = props;
  const station = useStation();
  const { t } = useText();
  const site = station.store.view.site();
  if (site === undefined) return null;
  const pace = orderPace(order, site, nowMs);
  const look = paceLook[pace.standing];
  const stage = stageLooks[order.stage];
  const reportAtMs = pickDoneWaitsUntilMs(order, nowMs);
  const { view } = station.store;
  const holders = tasksOf(view, order).flatMap(({ status, holder }) =>
    status === 'claimed' && holder !== null ? [holder.operatorId] : [],
  );
  const names = [...new Set(holders)].flatMap((operatorId) => view.get('operator', operatorId)?.name ?? []);
  return (
    <article className={css.row}>
      <Countdown leftMs={pace.leftMs} tone={look.tone} word={t(look.word)} />
      <span className={css.number}>
        {order.daySequence}
        <span className={css.promise}>{t('time.promise', { clock: toWallClockText(order.promiseAtMs, site.timeZone) })}</span>
      </span>
      <span className={css.stage}>
        <StatusTag tone={stage.tone} icon={stage.icon} label={t(`stage.${order.stage}`)} />
        {names.length === 0 ? null : (
          <span className={css.holder}>
            <IconUser size={20} aria-hidden /> {names.join(' ')}
          </span>
        )}
      </span>
      <span className={css.channel}>
        {t(`channel.${order.channel}`)}
        {order.memberTier === 'standard' ? null : (
          <span className={css.tier}>
            <IconCrown size={20} aria-hidden /> {t(`tier.${order.memberTier}`)}
          </span>
        )}
      </span>
      <span className={css.tags}>
        {order.temperatures.map((temperature) => (
          <TemperatureTag key={temperature} temperature={temperature} label={t(`temperature.${temperature}`)} />
        ))}
        {doubtfulSkus(order, station.store.find).length === 0 ? null : (
          <StatusTag tone="late" icon={IconAlertTriangle} label={t('picking.doubtful')} />
        )}
        {order.payment === 'paid' ? null : <StatusTag tone="soon" icon={IconLock} label={t('queue.unpaid')} />}
        {reportAtMs === null ? null : (
          <StatusTag
            tone="calm"
            icon={IconClockPause}
            label={t('queue.reportWaits', { clock: toWallClockText(reportAtMs, site.timeZone) })}
          />
        )}
        {order.customs === 'pending' ? <StatusTag tone="soon" icon={IconLock} label={t('queue.customs')} /> : null}
      </span>
      <span className={css.lines}>{t('queue.lines', { count: order.lines.length })}</span>
    </article>
  );
}

/** The way to one's own figures. */
function FiguresKey() {
  const { t } = useText();
  const navigate = useNavigate();
  const open = useCallback(() => void navigate({ to: '/labour' }), [navigate]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() !== 'O') return false;
        open();
        return true;
      },
      [open],
    ),
  );
  return <BigButton isStacked icon={IconChartBar} label={t('labour.open')} keyLabel="O" onPress={open} />;
}
