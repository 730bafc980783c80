import { IconBox, IconRecycle, IconShoppingBag, IconSnowflake, IconSun, IconTemperatureMinus, type Icon } from '@tabler/icons-react';
import { type BagChoice, bagChoices, bagPlanOf, openOfPlan } from '#shared/features/packing/bagPlan.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './BagPanel.module.css';

const cold: Readonly<Record<TemperatureClass, Icon>> = { ambient: IconSun, chilled: IconTemperatureMinus, frozen: IconSnowflake };

/** Time left, the bags of the order with what they are, and the keys that change the one in hand. */
export function BagPanel(props: { order: Order; parcelId: string | null; act: (action: SheetAction, argument?: string | null) => void }) {
  const station = useStation();
  const { t } = useText();
  const nowMs = useNowMs(station.nowMs);
  const { store } = station;
  const site = store.view.site();
  const pace = site === undefined ? null : orderPace(props.order, site, nowMs);
  const parcels = store.find.parcelsOfOrder(props.order.id).filter((parcel) => parcel.status !== 'voided');
  const plan = bagPlanOf(store.view, props.order);
  const isAllInOne = parcels.some((parcel) => parcel.planNo === undefined);
  const toCome = isAllInOne ? [] : plan.filter((bag) => openOfPlan(props.order.id, bag.planNo, store) === undefined);
  const inHand = parcels.find((parcel) => parcel.id === props.parcelId);
  return (
    <>
      {pace === null ? null : (
        <Countdown leftMs={pace.leftMs} tone={paceLook[pace.standing].tone} word={t(paceLook[pace.standing].word)} size="edge" />
      )}
      <section className={css.panel} aria-label={t('packing.bags')} data-testid="bag-panel">
        <ul className={css.bags}>
          {parcels.map((parcel) => (
            <BagRow
              key={parcel.id}
              no={parcel.bagNo}
              bagType={parcel.bagType}
              icePacks={parcel.icePacks ?? 0}
              isReused={parcel.isReused === true}
              isInHand={parcel.id === props.parcelId}
              fillPercent={plan.find((bag) => bag.planNo === parcel.planNo)?.fillPercent ?? null}
            />
          ))}
          {toCome.map((bag) => (
            <BagRow key={bag.planNo} no={null} bagType={bag.bagType} icePacks={bag.icePacks} fillPercent={bag.fillPercent} />
          ))}
        </ul>
        {inHand === undefined ? null : <BagKeys parcel={inHand} isAllInOne={isAllInOne} act={props.act} />}
      </section>
    </>
  );
}

function BagRow(props: {
  no: number | null;
  bagType: Parcel['bagType'];
  icePacks: number;
  fillPercent: number | null;
  isReused?: boolean;
  isInHand?: boolean;
}) {
  const { t } = useText();
  const Shape = props.bagType === 'box' ? IconBox : IconShoppingBag;
  const notes = [
    props.no === null ? t('packing.bagToCome') : props.isInHand === true ? t('packing.bagInHand') : null,
    props.fillPercent === null ? null : t('packing.fill', { percent: props.fillPercent }),
  ].filter((note) => note !== null);
  return (
    <li className={`${css.bag} ${props.isInHand === true ? css.inHand : ''}`} aria-current={props.isInHand}>
      <Shape size={40} stroke={1.6} aria-hidden />
      <div className={css.words}>
        <strong className={css.name}>
          {props.no === null ? '' : `${props.no} · `}
          {t(`bag.${props.bagType}`)}
        </strong>
        <span className={css.note}>{notes.join(' · ')}</span>
        {props.icePacks === 0 ? null : (
          <span className={css.ice}>
            <IconSnowflake size={24} aria-hidden /> {t('packing.icePacks', { count: props.icePacks })}
          </span>
        )}
        {props.isReused === true ? (
          <span className={css.ice}>
            <IconRecycle size={24} aria-hidden /> {t('packing.bagReused')}
          </span>
        ) : null}
      </div>
    </li>
  );
}

/** The keys 1 to 9: what can be said about the bag in hand. */
function BagKeys(props: { parcel: Parcel; isAllInOne: boolean; act: (action: SheetAction, argument?: string | null) => void }) {
  const { t } = useText();
  const isOn = (choice: BagChoice) =>
    choice === props.parcel.bagType ||
    (choice === 'reused' && props.parcel.isReused === true) ||
    (choice === 'takesAll' && props.isAllInOne);
  return (
    <div className={css.keys} role="group" aria-label={t('packing.bagKeys')}>
      {bagChoices.map((choice, index) => (
        <button
          key={choice}
          type="button"
          className={`${css.key} ${isOn(choice) ? css.keyOn : ''}`}
          aria-pressed={choice === 'lessIce' || choice === 'moreIce' ? undefined : isOn(choice)}
          onClick={() => props.act('choice', String(index + 1))}
        >
          <kbd className={css.no}>{index + 1}</kbd>
          {t(`packing.bagChoice.${choice}`)}
        </button>
      ))}
    </div>
  );
}

/** Which bag the goods of a line go into, small enough for a tile. */
export function BagMark(props: { bag: { readonly planNo: number; readonly temperature: TemperatureClass } }) {
  const { t } = useText();
  const Cold = cold[props.bag.temperature];
  return (
    <span className={css.mark}>
      <IconShoppingBag size={24} stroke={1.8} aria-hidden />
      <span aria-hidden>{props.bag.planNo}</span>
      <Cold size={24} aria-label={t(`temperature.${props.bag.temperature}`)} />
      <span className={css.hidden}>{t('packing.bagNo', { no: props.bag.planNo })}</span>
    </span>
  );
}
