import { IconCircleCheck, IconCircleDashed, IconCircleX, IconId, IconShoppingBag } from '@tabler/icons-react';
import type { HandoverState } from '#shared/features/handover/handoverState.ts';
import { bagsOf } from '#shared/features/handover/tripBags.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import css from './PickupCounter.module.css';

/** A customer at the counter: the order's number, its bags and where they stand; then the age check where it is needed. */
export function PickupCounter(props: { state: HandoverState; act: (action: SheetAction) => void }) {
  const { store } = useStation();
  const { t } = useText();
  const { state, act } = props;
  const { orderId } = state;
  const order = orderId === null ? undefined : store.view.get('order', orderId);
  if (orderId === null || order === undefined) return null;
  return (
    <section className={css.counter}>
      <h1 className={css.title}>
        <IconShoppingBag size={56} aria-hidden /> {t('handover.pickup')} · {t('handover.orderNo', { order: order.daySequence })}
      </h1>
      <Panel title={t('handover.scanBags')} isFilling>
        {bagsOf(orderId, store).map((bag) => {
          const isScanned = state.scannedParcelIds.includes(bag.id);
          return (
            <div key={bag.id} className={css.bag}>
              <strong className={css.bagName}>{t('handover.bag', { no: bag.bagNo })}</strong>
              <span className={css.place}>
                {bag.shelfCode === null ? t('handover.noPlace') : t('handover.place', { place: bag.shelfCode })}
              </span>
              <StatusTag
                isLarge
                tone={isScanned ? 'ok' : 'calm'}
                icon={isScanned ? IconCircleCheck : IconCircleDashed}
                label={isScanned ? t('handover.scanned') : t('handover.toScan')}
              />
            </div>
          );
        })}
      </Panel>
      {state.phase !== 'age' ? null : (
        <div className={css.age} data-testid="age-check">
          <strong className={css.ageTitle}>
            <IconId size={44} aria-hidden /> {t('handover.agePrompt')}
          </strong>
          <BigButton icon={IconCircleCheck} label={t('handover.ageYes')} keyLabel="Y" look="main" isHuge onPress={() => act('yes')} />
          <BigButton icon={IconCircleX} label={t('handover.ageNo')} keyLabel="N" isHuge onPress={() => act('no')} />
        </div>
      )}
    </section>
  );
}
