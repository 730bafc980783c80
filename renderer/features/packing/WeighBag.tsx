import { IconScale, IconShieldCheck } from '@tabler/icons-react';
import type { Order } from '#shared/model/order/order.ts';
import { expectedOf, weightReasons } from '#shared/features/packing/weighPack.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import css from './WeighBag.module.css';

/** All items are in: the scale live, what the bags should weigh, and a supervisor's ways out when it does not fit. */
export function WeighBag(props: {
  order: Order;
  refusedGrams: number | null;
  act: (action: SheetAction, argument?: string | null) => void;
}) {
  const station = useStation();
  const { t } = useText();
  const reading = useObservable(station.weight);
  const expected = expectedOf(props.order, station.store);
  return (
    <div className={css.weigh} data-testid="weigh-bag">
      <h1 className={css.title}>
        <IconScale size={56} aria-hidden /> {t('packing.weighTitle')}
      </h1>
      <p className={css.grams}>{reading?.status === 'stable' ? reading.grams : '—'}</p>
      <p className={css.expected}>{t('packing.weighExpected', { grams: expected.grams, tolerance: expected.toleranceGrams })}</p>
      {props.refusedGrams === null ? null : (
        <>
          <p className={css.expected}>{t('packing.weighOff')}</p>
          <div className={css.reasons}>
            {weightReasons.map((reason, index) => (
              <BigButton
                key={reason}
                icon={IconShieldCheck}
                label={t(`packing.weightReason.${reason}`)}
                keyLabel={String(index + 1)}
                onPress={() => props.act('choice', String(index + 1))}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}
