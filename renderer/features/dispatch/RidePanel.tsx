import { UnstyledButton } from '@mantine/core';
import {
  IconBuildingStore,
  IconBulb,
  IconCircleCheck,
  IconCloudUp,
  IconHandStop,
  IconMotorbike,
  IconRoute,
  IconThumbUp,
  type Icon,
} from '@tabler/icons-react';
import type { CourierId, OrderId } from '#shared/base/ids.ts';
import type { Ride } from '#shared/features/dispatch/ridesOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText, type Text } from '#renderer/text/useText.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toWallClockText } from '#renderer/ui/toClockText.ts';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './DispatchScreen.module.css';

const minuteMs = 60_000;
type Look = { readonly tone: Tone; readonly icon: Icon; readonly word: string; readonly why: string; readonly when: string };

/** The rides: suggested with why, planned as the platform has acknowledged it or not yet, held. */
export function RidePanel(props: {
  rides: readonly Ride[];
  chosenKey: string | null;
  hasPlan: boolean;
  nowMs: number;
  onChoose: (no: number) => void;
}) {
  const { t } = useText();
  return (
    <Panel title={t('dispatch.rides')} note={String(props.rides.length)} isFilling>
      {props.rides.length === 0 ? (
        <EmptyState
          isPart
          icon={IconRoute}
          title={t(props.hasPlan ? 'dispatch.noRides' : 'dispatch.opening')}
          hint={t('dispatch.noRidesHint')}
        />
      ) : null}
      {props.rides.map((ride, index) => (
        <RideCard
          key={ride.key}
          no={index + 1}
          ride={ride}
          isChosen={ride.key === props.chosenKey}
          nowMs={props.nowMs}
          onChoose={() => props.onChoose(index + 1)}
        />
      ))}
    </Panel>
  );
}

function RideCard(props: { no: number; ride: Ride; isChosen: boolean; nowMs: number; onChoose: () => void }) {
  const { ride } = props;
  const { store } = useStation();
  const text = useText();
  const look = useLook(ride, props.nowMs, text);
  const orderIds: readonly OrderId[] = ride.kind === 'held' ? [ride.order.id] : ride.trip.orderIds;
  const booking = ride.kind === 'planned' ? ride.trip.booking : undefined;
  const { t } = text;
  const courierId: CourierId | null = ride.kind === 'held' ? (ride.order.dispatchWish?.courierId ?? null) : ride.trip.courierId;
  const courier = courierId === null ? undefined : store.view.get('courier', courierId);
  return (
    <UnstyledButton
      className={`${css.ride} ${props.isChosen ? css.chosen : ''}`}
      aria-pressed={props.isChosen}
      data-ride={ride.kind}
      onClick={props.onChoose}
    >
      <span className={css.rideHead}>
        {props.no <= 9 ? <KeyCap label={String(props.no)} /> : null}
        <StatusTag tone={look.tone} icon={look.icon} label={look.word} />
        <span className={css.rideCourier}>
          {courier === undefined ? null : (
            <>
              <IconMotorbike size={26} aria-hidden /> {courier.name}
            </>
          )}
        </span>
        {booking === undefined ? null : (
          <StatusTag
            tone="calm"
            icon={IconBuildingStore}
            label={t('dispatch.carrierFee', { carrier: booking.carrier, fee: (booking.feeFen / 100).toFixed(2) })}
          />
        )}
        <span className={css.when}>{look.when}</span>
      </span>
      <span className={css.rideOrders}>
        {orderIds.map((id) => (
          <span key={id} className={css.rideOrder} data-order-no>
            {store.view.get('order', id)?.daySequence ?? '?'}
          </span>
        ))}
        <span className={css.why}>{look.why}</span>
      </span>
    </UnstyledButton>
  );
}

function useLook(ride: Ride, nowMs: number, text: Text): Look {
  const { store } = useStation();
  const { t, say } = text;
  const inMinutes = (atMs: number) => Math.max(1, Math.round((atMs - nowMs) / minuteMs));
  if (ride.kind === 'held') {
    const clock = toWallClockText(ride.order.dispatchWish?.heldUntilMs ?? nowMs, null);
    return { tone: 'soon', icon: IconHandStop, word: t('dispatch.held'), why: '', when: t('dispatch.heldUntil', { clock }) };
  }
  if (ride.kind === 'suggested') {
    const { isDue, leavesAtMs, reason } = ride.trip;
    const when = isDue ? t('dispatch.due') : t('dispatch.leavesIn', { minutes: inMinutes(leavesAtMs) });
    return { tone: isDue ? 'info' : 'calm', icon: IconBulb, word: t('dispatch.suggested'), why: say(reason), when };
  }
  const isPending = store.pendingCommands().some((command) => 'tripId' in command.payload && command.payload.tripId === ride.trip.id);
  const isTaken = ride.trip.takenAtMs != null;
  return {
    tone: isPending ? 'soon' : 'ok',
    icon: isPending ? IconCloudUp : isTaken ? IconThumbUp : IconCircleCheck,
    word: t(isPending ? 'dispatch.plannedPending' : isTaken ? 'dispatch.plannedTaken' : 'dispatch.planned'),
    why: say(ride.trip.reason),
    when: t('dispatch.ordersOf', { count: ride.trip.orderIds.length }),
  };
}
