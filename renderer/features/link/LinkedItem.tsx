import { IconHelpCircle, IconLink, IconMinus, IconPlus } from '@tabler/icons-react';
import type { LinkState } from '#shared/features/link/stepLink.ts';
import { maxPackUnits } from '#shared/model/barcodeLink/barcodeLink.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Picture } from '#renderer/ui/Picture.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import css from './LinkScreen.module.css';

/** The item in question with its place and pack, to say yes to; or, once it is linked, who did it and when. */
export function LinkedItem(props: { state: LinkState; act: (action: SheetAction, argument?: string) => void }) {
  const { store } = useStation();
  const { t, name } = useText();
  const { state, act } = props;
  const sku = state.skuId === null ? undefined : store.view.get('sku', state.skuId);
  if (sku === undefined) return null;
  const binIds = new Set(store.view.stockOfSku(sku.id).flatMap((row) => (row.quantity > 0 ? [row.binId] : [])));
  const bins = [...binIds].flatMap((binId) => store.view.get('bin', binId)?.code ?? []).slice(0, 4);
  const isLinked = state.phase === 'linked';
  return (
    <section className={css.card}>
      <Picture url={pictureUrlOf(sku.picture)} label={name(sku.name)} sizePx={240} />
      <div className={css.words}>
        <StatusTag
          isLarge
          tone={isLinked ? 'ok' : 'info'}
          icon={isLinked ? IconLink : IconHelpCircle}
          label={isLinked ? t('link.linkedTitle') : t('link.isThis')}
        />
        <h2 className={css.name}>{name(sku.name)}</h2>
        <p className={css.hint}>
          {sku.code} · {bins.length === 0 ? t('link.noBin') : t('link.lies', { bins: bins.join(' · ') })}
        </p>
        <div className={css.pack}>
          <span>{t('link.packLabel')}</span>
          <strong className={css.packUnits} data-testid="pack-units">
            {state.packUnits}
          </strong>
          {isLinked ? null : (
            <>
              <BigButton
                icon={IconMinus}
                label={t('link.less')}
                keyLabel="−"
                isDisabled={state.packUnits <= 1}
                onPress={() => act('choice', String(state.packUnits - 1))}
              />
              <BigButton
                icon={IconPlus}
                label={t('link.more')}
                keyLabel="+"
                isDisabled={state.packUnits >= maxPackUnits}
                onPress={() => act('choice', String(state.packUnits + 1))}
              />
            </>
          )}
        </div>
        {isLinked ? (
          <LinkedBy gtin={state.gtin} />
        ) : (
          <>
            <p className={css.hint}>{t('link.packHint')}</p>
            <p className={css.hint}>{t('link.confirmHint')}</p>
          </>
        )}
      </div>
    </section>
  );
}

function LinkedBy(props: { gtin: string }) {
  const { store } = useStation();
  const { t, language } = useText();
  const link = store.view.get('barcodeLink', props.gtin);
  if (link === undefined) return null;
  const { operatorId, atMs } = link.linked;
  const timeZone = store.view.site()?.timeZone;
  const clock = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(atMs);
  const person = operatorId === null ? undefined : store.view.get('operator', operatorId)?.name;
  return <p className={css.hint}>{t('link.linkedBy', { name: person ?? t('link.unknownPerson'), clock })}</p>;
}
