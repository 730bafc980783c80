import { IconBarcode, IconMapPin, IconMotorbike, IconShoppingBag } from '@tabler/icons-react';
import type { Order } from '#shared/model/order/order.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './HandoverScreen.module.css';

/** Nobody at the counter: what waits for the shelf, what waits for a courier, and who is here. */
export function HandoverIdle() {
  const { store } = useStation();
  const { t } = useText();
  const open = store.find.openOrders();
  const couriers = [...store.all('courier')].filter((courier) => courier.status === 'atSite');
  return (
    <section className={css.idle}>
      <div className={css.banner}>
        <IconBarcode size={56} stroke={1.8} aria-hidden />
        <div>
          <h1 className={css.bannerTitle}>{t('handover.none')}</h1>
          <p className={css.bannerHint}>{t('handover.noneHint')}</p>
        </div>
      </div>
      <div className={css.columns}>
        <OrderList title={t('handover.toShelve')} orders={open.filter((order) => order.stage === 'packed')} />
        <OrderList title={t('handover.onShelf')} orders={open.filter((order) => order.stage === 'shelved')} />
        <Panel title={t('handover.couriers')} note={String(couriers.length)} isFilling>
          {couriers.length === 0 ? <p className={css.none}>{t('handover.noCouriers')}</p> : null}
          {couriers.map((courier) => (
            <div key={courier.id} className={css.person}>
              <IconMotorbike size={32} aria-hidden />
              <strong>{courier.name}</strong>
              <span className={css.personNote}>{courier.code}</span>
            </div>
          ))}
        </Panel>
      </div>
    </section>
  );
}

function OrderList(props: { title: string; orders: readonly Order[] }) {
  const { store, nowMs: readNowMs } = useStation();
  const { t } = useText();
  const nowMs = useNowMs(readNowMs);
  const site = store.view.site();
  return (
    <Panel title={props.title} note={String(props.orders.length)} isFilling>
      {props.orders.length === 0 ? <p className={css.none}>{t('handover.shelfNone')}</p> : null}
      {props.orders.map((order) => {
        const bags = store.find.parcelsOfOrder(order.id).filter((parcel) => parcel.status !== 'voided');
        const places = [...new Set(bags.flatMap((bag) => (bag.shelfCode === null ? [] : [bag.shelfCode])))];
        const pace = site === undefined ? null : orderPace(order, site, nowMs);
        return (
          <div key={order.id} className={css.waiting}>
            <strong className={css.waitingNo}>{order.daySequence}</strong>
            <span className={css.waitingTags}>
              <StatusTag tone="calm" icon={IconShoppingBag} label={t('handover.bagsOf', { count: bags.length })} />
              {places.map((place) => (
                <StatusTag key={place} tone="info" icon={IconMapPin} label={place} />
              ))}
            </span>
            {pace === null ? null : (
              <Countdown leftMs={pace.leftMs} tone={paceLook[pace.standing].tone} word={t(paceLook[pace.standing].word)} />
            )}
          </div>
        );
      })}
    </Panel>
  );
}
