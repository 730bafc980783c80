import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconFlame, IconHandStop, IconPin } from '@tabler/icons-react';
import type { OrderId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { DispatchPlan, OrderForecast } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { wishOf } from '#shared/rules/delivery/wishOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toCountdownText, toWallClockText } from '#renderer/ui/toClockText.ts';
import type { DragEvent, ReactNode } from 'react';
import css from './DispatchScreen.module.css';

/** What a dragged order's id is carried as. */
export const draggedOrder = 'application/x-halfhour-order';
/** Rows painted; the rest is the count in the title. */
const maxRows = 40;
const minuteMs = 60_000;

/** Open orders by time left, each with what is expected of it and why it will be late. One is taken up by key, touch or drag, for a courier to be chosen. */
export function OrderPanel(props: {
  plan: DispatchPlan | null;
  nowMs: number;
  takenId: OrderId | null;
  onTake: (orderId: OrderId) => void;
}) {
  const { store } = useStation();
  const { t } = useText();
  const forecasts = new Map((props.plan?.orders ?? []).map((each) => [each.orderId as string, each]));
  const orders = store.find.openOrders().filter((order) => props.plan === null || forecasts.has(order.id));
  return (
    <Panel title={t('dispatch.orders')} note={String(orders.length)} isFilling>
      {orders.length === 0 ? <p className={css.quiet}>{t('dispatch.noOrders')}</p> : null}
      {orders.slice(0, maxRows).map((order) => (
        <OrderRow
          key={order.id}
          order={order}
          forecast={forecasts.get(order.id)}
          nowMs={props.nowMs}
          isTaken={order.id === props.takenId}
          onTake={() => props.onTake(order.id)}
        />
      ))}
    </Panel>
  );
}

type RowProps = { order: Order; forecast: OrderForecast | undefined; nowMs: number; isTaken: boolean; onTake: () => void };

function OrderRow(props: RowProps) {
  const { order, forecast, nowMs } = props;
  const { store } = useStation();
  const { t, say } = useText();
  const leftMs = order.promiseAtMs - nowMs;
  const isLate = forecast?.isLate ?? leftMs < 0;
  const wish = wishOf(order);
  const pinned = wish.courierId === null ? undefined : store.view.get('courier', wish.courierId);
  const lateMinutes = forecast?.doorAtMs == null ? 0 : Math.ceil((forecast.doorAtMs - order.promiseAtMs) / minuteMs);
  const doorMinutes = forecast?.doorAtMs == null ? null : Math.max(1, Math.round((forecast.doorAtMs - nowMs) / minuteMs));
  return (
    <RowFrame {...props} canBeGiven={order.stage !== 'handedOver'}>
      <strong className={css.orderNo}>{order.daySequence}</strong>
      <span className={css.grow}>
        <span className={css.stage}>{t(`stage.${order.stage}`)}</span>
        {isLate && forecast !== undefined ? (
          <span className={css.late}>
            <IconAlertTriangle size={20} aria-hidden />
            {forecast.doorAtMs === null ? t('dispatch.noPrediction') : t('dispatch.lateBy', { minutes: lateMinutes })}
            {forecast.reason === null || forecast.doorAtMs === null ? '' : ` · ${say(forecast.reason)}`}
          </span>
        ) : doorMinutes === null ? null : (
          <span className={css.quiet}>{t('dispatch.doorIn', { minutes: doorMinutes })}</span>
        )}
        {pinned === undefined ? null : <StatusTag tone="info" icon={IconPin} label={t('dispatch.pinnedTo', { courier: pinned.name })} />}
        {wish.heldUntilMs !== null && wish.heldUntilMs > nowMs ? (
          <StatusTag tone="soon" icon={IconHandStop} label={t('dispatch.heldUntil', { clock: toWallClockText(wish.heldUntilMs, null) })} />
        ) : null}
      </span>
      <StatusTag
        isLarge
        tone={leftMs < 0 ? 'late' : isLate ? 'soon' : 'ok'}
        icon={leftMs < 0 ? IconFlame : isLate ? IconAlertTriangle : IconClock}
        label={toCountdownText(leftMs)}
      />
    </RowFrame>
  );
}

/** What has not left yet can be taken up. */
function RowFrame(props: RowProps & { canBeGiven: boolean; children: ReactNode }) {
  const { order, onTake } = props;
  if (!props.canBeGiven) {
    return (
      <article className={css.order} data-order={order.daySequence}>
        {props.children}
      </article>
    );
  }
  const beginDrag = (event: DragEvent) => {
    event.dataTransfer.setData(draggedOrder, order.id);
    event.dataTransfer.effectAllowed = 'move';
  };
  return (
    <UnstyledButton
      className={`${css.order} ${props.isTaken ? css.taken : ''}`}
      data-order={order.daySequence}
      aria-pressed={props.isTaken}
      draggable
      onDragStart={beginDrag}
      onClick={onTake}
    >
      {props.children}
    </UnstyledButton>
  );
}
