import { TextInput } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBarcode,
  IconCircleCheck,
  IconDoor,
  IconMapPin,
  IconPackage,
  IconThumbUp,
  IconUserCheck,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Trip } from '#shared/model/delivery/delivery.ts';
import { type DeliveryFailureReason, deliveryFailureReason } from '#shared/model/order/order.ts';
import { parseSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { CourierTrip, RecipientDetails } from '#shared/wire/platform/platformMessages.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toCountdownText } from '#renderer/ui/toClockText.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import type { CourierApi, CourierSession } from './courierApi.ts';
import css from './CourierPage.module.css';

type Call = <T>(ask: (api: CourierApi) => Promise<T>) => Promise<T | null>;
type Ride = CourierTrip & { readonly trip: Trip };
type Parts = { ride: Ride; session: CourierSession; call: Call; onChanged: (ride: CourierTrip) => void; look: () => Promise<void> };

/** The courier's ride: say yes, collect the bags, then door after door. */
export function TripCard(parts: Parts) {
  const { ride } = parts;
  const next = ride.orders.find(({ stage, isFailed }) => stage === 'handedOver' && !isFailed);
  return ride.trip.status === 'planned' || next === undefined ? <PickUp {...parts} /> : <Door key={next.orderId} {...parts} order={next} />;
}

function PickUp({ ride, session, call, onChanged }: Parts) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [scanned, setScanned] = useState<readonly string[]>([]);
  const { siteId, courierId } = session;
  const bags = ride.orders.flatMap(({ parcels }) => parcels);
  const left = bags.filter(({ code, status }) => !scanned.includes(code) && (status === 'packed' || status === 'shelved')).length;
  const add = async (): Promise<void> => {
    const parsed = parseSiteCode(text.trim());
    const code = parsed.ok && parsed.value.kind === 'parcel' ? parsed.value.body : text.trim();
    setText('');
    const parcelCodes = [...new Set([...scanned, code])];
    const next = await call((api) => api.pickUp({ siteId, courierId, parcelCodes }));
    if (next === null) return;
    setScanned(parcelCodes);
    onChanged(next);
  };
  const take = async (): Promise<void> => {
    const next = await call((api) => api.take({ siteId, courierId, tripId: ride.trip.id }));
    if (next !== null) onChanged(next);
  };
  const isTaken = ride.trip.takenAtMs != null;
  return (
    <section className={css.card}>
      <h2 className={css.cardTitle}>{t('courier.newTrip', { count: ride.orders.length })}</h2>
      {ride.orders.map((order) => (
        <div key={order.orderId} className={css.row}>
          <strong className={css.no}>{order.daySequence}</strong>
          <span className={css.grow}>
            {order.area}
            {order.parcels.length === 0 ? <span className={css.quiet}>{t('courier.notReady')}</span> : null}
            {order.parcels.map((parcel) => (
              <span key={parcel.id} className={css.quiet}>
                {parcel.code} {parcel.shelfCode === null ? '' : t('courier.place', { place: parcel.shelfCode })}
              </span>
            ))}
          </span>
          <Left promiseAtMs={order.promiseAtMs} />
        </div>
      ))}
      {isTaken ? (
        <StatusTag isLarge tone="ok" icon={IconThumbUp} label={t('courier.taken')} />
      ) : (
        <BigButton icon={IconThumbUp} look="main" label={t('courier.take')} onPress={() => void take()} />
      )}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          size="xl"
          label={t('courier.bagCode')}
          description={t('courier.pickUpHint')}
          leftSection={<IconBarcode size={28} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <BigButton icon={IconPackage} label={t('courier.addBag')} isDisabled={text.trim() === ''} onPress={() => void add()} />
        <p className={css.quiet}>{t('courier.bagsLeft', { count: left })}</p>
      </form>
    </section>
  );
}

function Door({ session, call, look, order }: Parts & { order: CourierTrip['orders'][number] }) {
  const { t } = useText();
  const [recipient, setRecipient] = useState<RecipientDetails | null>(null);
  const [code, setCode] = useState('');
  const [isFailing, setFailing] = useState(false);
  const ref = { siteId: session.siteId, courierId: session.courierId, orderId: order.orderId };
  const deliver = async (kind: 'customerCode' | 'inPerson' | 'leftAtDoor'): Promise<void> => {
    const proof = kind === 'customerCode' ? { kind, customerCode: code.trim() } : { kind };
    if ((await call((api) => api.delivered({ ...ref, proof }))) !== null) await look();
  };
  const fail = async (reason: DeliveryFailureReason): Promise<void> => {
    if ((await call((api) => api.failed({ ...ref, reason }))) !== null) await look();
  };
  return (
    <section className={css.card}>
      <h2 className={css.cardTitle}>{t('courier.next')}</h2>
      <div className={css.row}>
        <strong className={css.no}>{order.daySequence}</strong>
        <span className={css.grow}>{order.area}</span>
        <Left promiseAtMs={order.promiseAtMs} />
      </div>
      {recipient === null ? (
        <BigButton
          icon={IconMapPin}
          label={t('courier.showAddress')}
          onPress={() => void call((api) => api.recipient(ref)).then((found) => setRecipient(found))}
        />
      ) : (
        <p className={css.address}>
          {recipient.name} <a href={`tel:${recipient.phone}`}>{recipient.phone}</a>
          <br />
          {recipient.address}
        </p>
      )}
      <TextInput
        size="xl"
        label={t('courier.customerCode')}
        inputMode="numeric"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <BigButton
        icon={IconCircleCheck}
        look="main"
        label={t('courier.deliveredByCode')}
        isDisabled={code.trim().length !== 4}
        onPress={() => void deliver('customerCode')}
      />
      <BigButton icon={IconUserCheck} label={t('courier.inPerson')} onPress={() => void deliver('inPerson')} />
      <BigButton icon={IconDoor} label={t('courier.leftAtDoor')} onPress={() => void deliver('leftAtDoor')} />
      <BigButton icon={IconAlertTriangle} label={t('courier.fail')} isPressed={isFailing} onPress={() => setFailing(!isFailing)} />
      {isFailing ? (
        <div className={css.form} role="group" aria-label={t('courier.failTitle')}>
          {deliveryFailureReason.options.map((reason) => (
            <BigButton
              key={reason}
              icon={IconAlertTriangle}
              tone="late"
              look="tone"
              label={t(`courier.reason.${reason}`)}
              onPress={() => void fail(reason)}
            />
          ))}
        </div>
      ) : null}
    </section>
  );
}

function Left({ promiseAtMs }: { promiseAtMs: number }) {
  const leftMs = promiseAtMs - useNowMs(Date.now);
  return <span className={leftMs < 0 ? css.late : css.left}>{toCountdownText(leftMs)}</span>;
}
