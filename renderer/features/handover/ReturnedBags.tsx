import {
  IconArrowBackUp,
  IconBarcode,
  IconMapPin,
  IconMotorbike,
  IconPackageImport,
  IconSnowflakeOff,
  IconTrash,
} from '@tabler/icons-react';
import type { HandoverState } from '#shared/features/handover/handoverState.ts';
import { bagsAway, goodsToPutBack, isColdTooLong, returnFates } from '#shared/features/handover/returnedBags.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Picture } from '#renderer/ui/Picture.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import counter from './PickupCounter.module.css';
import css from './HandoverScreen.module.css';

const fateIcons = { again: IconMotorbike, stock: IconPackageImport, waste: IconTrash } as const;

/** Bags that came back: which are here, why, and what becomes of them. */
export function ReturnedBags(props: { state: HandoverState; act: (action: SheetAction, argument?: string | null) => void }) {
  const { store, nowMs } = useStation();
  const { t } = useText();
  const { orderId, scannedParcelIds } = props.state;
  const order = orderId === null ? undefined : store.view.get('order', orderId);
  if (orderId === null || order === undefined) return null;
  const isTooLong = isColdTooLong(order, { view: store.view, nowMs: nowMs() });
  return (
    <section className={counter.counter} data-testid="returned-bags">
      <h1 className={counter.title}>
        <IconArrowBackUp size={56} aria-hidden /> {t('handover.back')} · {t('handover.orderNo', { order: order.daySequence })}
      </h1>
      <Panel title={t('handover.backBags')} isFilling>
        {bagsAway(orderId, store).map((bag) => {
          const isHere = scannedParcelIds.includes(bag.id);
          return (
            <div key={bag.id} className={counter.bag}>
              <strong className={counter.bagName}>{t('handover.bag', { no: bag.bagNo })}</strong>
              <span className={counter.place} />
              <StatusTag
                isLarge
                tone={isHere ? 'ok' : 'soon'}
                icon={isHere ? IconPackageImport : IconMotorbike}
                label={isHere ? t('handover.scanned') : t('handover.stillAway')}
              />
            </div>
          );
        })}
        {isTooLong ? (
          <div className={counter.bag}>
            <StatusTag isLarge tone="late" icon={IconSnowflakeOff} label={t('handover.coldTooLong')} />
          </div>
        ) : null}
      </Panel>
      <div className={counter.fates}>
        {returnFates.map((fate, index) => (
          <BigButton
            key={fate}
            icon={fateIcons[fate]}
            label={t(`handover.fate.${fate}`)}
            keyLabel={String(index + 1)}
            isHuge
            isDisabled={fate === 'again' && isTooLong}
            onPress={() => props.act('choice', String(index + 1))}
          />
        ))}
      </div>
    </section>
  );
}

/** Goods of an order that is over, one after the other to their bins. */
export function PutBackAsk(props: { state: HandoverState }) {
  const { store } = useStation();
  const { t, name } = useText();
  const { orderId } = props.state;
  const goods = orderId === null ? null : goodsToPutBack(orderId, store);
  if (goods === null) return <p className={css.none}>{t('handover.putBackNone')}</p>;
  const { task, step } = goods;
  const sku = store.view.get('sku', step.skuId);
  const quantity = step.quantity - step.pickedQuantity;
  const left = task.steps.filter((candidate) => candidate.status === 'open').length;
  return (
    <section className={css.ask} data-testid="put-back">
      <span className={css.askLead}>
        <IconPackageImport size={40} aria-hidden /> {t('handover.putBackLeft', { count: left })}
      </span>
      <div className={counter.goods}>
        <Picture url={pictureUrlOf(sku?.picture)} label={name(sku?.name)} sizePx={140} />
        <h1 className={css.askTitle}>
          {name(sku?.name)} · {t(sku?.unit === 'gram' ? 'handover.grams' : 'handover.units', { count: quantity })}
        </h1>
      </div>
      {step.isSetApart === true ? (
        <StatusTag isLarge tone="late" icon={IconSnowflakeOff} label={t('handover.setApart')} />
      ) : (
        <span className={css.askBig} data-testid="big">
          <IconMapPin size={64} aria-hidden /> {store.view.get('bin', step.binId)?.code ?? '—'}
        </span>
      )}
      <span className={css.scanNow}>
        <IconBarcode size={44} aria-hidden /> {t(step.isSetApart === true ? 'handover.scanApart' : 'handover.scanBin')}
      </span>
    </section>
  );
}
