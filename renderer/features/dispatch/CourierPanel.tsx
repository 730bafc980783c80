import { UnstyledButton } from '@mantine/core';
import { IconBuildingStore, IconHome, IconMotorbike, IconRoad, type Icon } from '@tabler/icons-react';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import type { DragEvent } from 'react';
import { type CourierLine, isOfCarrier } from './couriersInOrder.ts';
import { draggedOrder } from './OrderPanel.tsx';
import css from './DispatchScreen.module.css';

const minuteMs = 60_000;
const looks: Readonly<Record<CourierLine['courier']['status'], { tone: Tone; icon: Icon }>> = {
  atSite: { tone: 'ok', icon: IconHome },
  returning: { tone: 'info', icon: IconRoad },
  outbound: { tone: 'calm', icon: IconMotorbike },
  offShift: { tone: 'calm', icon: IconHome },
};

/** Couriers on shift with their orders and when they are back; while a ride is given over, each is a choice with a number. */
export function CourierPanel(props: {
  couriers: readonly CourierLine[];
  isAsking: boolean;
  /** The one order to be given; null: a ride. */
  askedFor: number | null;
  nowMs: number;
  onChoose: (no: number) => void;
  /** An order was dropped on the courier of that number. */
  onGive: (orderId: string, no: number) => void;
}) {
  const { t } = useText();
  return (
    <Panel title={t('dispatch.couriersNow')} note={String(props.couriers.length)} isFilling>
      {props.isAsking ? (
        <p className={css.ask}>
          {props.askedFor === null ? t('dispatch.chooseCourier') : t('dispatch.chooseForOrder', { order: props.askedFor })}
        </p>
      ) : null}
      {props.couriers.map((line, index) =>
        props.isAsking && !isOfCarrier(line.courier) ? (
          <UnstyledButton
            key={line.courier.id}
            className={css.courier}
            data-choice={index + 1}
            data-courier={line.courier.name}
            onClick={() => props.onChoose(index + 1)}
            {...dropOf((orderId) => props.onGive(orderId, index + 1))}
          >
            {index < 9 ? <KeyCap label={String(index + 1)} /> : null}
            <CourierText line={line} nowMs={props.nowMs} />
          </UnstyledButton>
        ) : (
          <div
            key={line.courier.id}
            className={css.courier}
            data-courier={line.courier.name}
            {...(isOfCarrier(line.courier) ? {} : dropOf((orderId) => props.onGive(orderId, index + 1)))}
          >
            <CourierText line={line} nowMs={props.nowMs} />
          </div>
        ),
      )}
    </Panel>
  );
}

/** A courier an order is dropped on gets it. Nothing moves on the screen before. */
function dropOf(onGive: (orderId: string) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(draggedOrder)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      onGive(event.dataTransfer.getData(draggedOrder));
    },
  };
}

function CourierText({ line, nowMs }: { line: CourierLine; nowMs: number }) {
  const { store } = useStation();
  const { t } = useText();
  const { courier, freeAtMs } = line;
  const trip = courier.tripId === null ? undefined : store.view.get('trip', courier.tripId);
  const numbers = (trip?.orderIds ?? []).map((id) => store.view.get('order', id)?.daySequence ?? '?').join(' · ');
  const look = looks[courier.status];
  const isFree = courier.status === 'atSite' && courier.tripId === null;
  const minutes = freeAtMs === null ? null : Math.max(1, Math.round((freeAtMs - nowMs) / minuteMs));
  return (
    <>
      <span className={css.grow}>
        <span className={css.courierName}>{courier.name}</span>
        <span className={css.quiet}>
          {[numbers, isFree ? t('dispatch.freeNow') : minutes === null ? '' : t('dispatch.backIn', { minutes })]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
      </span>
      {courier.carrier === undefined ? null : <StatusTag tone="calm" icon={IconBuildingStore} label={t('dispatch.thirdParty')} />}
      <StatusTag tone={look.tone} icon={look.icon} label={t(`board.courierState.${courier.status}`)} />
    </>
  );
}
