import {
  IconAlertTriangle,
  IconBarcode,
  IconBasket,
  IconCheck,
  IconGlassFull,
  IconMapPin,
  IconRating18Plus,
  IconScale,
} from '@tabler/icons-react';
import type { PickingPrompt } from '#shared/features/picking/describePicking.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText, type Text } from '#renderer/text/useText.ts';
import { Picture } from '#renderer/ui/Picture.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { TemperatureTag } from '#renderer/ui/TemperatureTag.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './PickingPromptView.module.css';
import { TypedWeight } from './TypedWeight.tsx';

/** A weight older than this is not shown as the scale's, milliseconds. */
const maxWeightAgeMs = 1_500;

/** What to do now: where, what, how much, into which tote, and what to scan. */
export function PickingPromptView(props: { prompt: PickingPrompt }) {
  const text = useText();
  const { t, name } = text;
  const { prompt } = props;
  const line = prompt.current;
  const isTote = prompt.phase === 'tote';
  const isPut = prompt.phase === 'put';
  const big = isTote ? String(prompt.toteOrder?.daySequence ?? '') : isPut ? (prompt.expectedTote ?? '?') : (line?.bin?.code ?? '?');
  const lead = isTote
    ? t('picking.goToTote')
    : isPut
      ? t('picking.putIn')
      : prompt.phase === 'bin'
        ? t('picking.goTo')
        : t('picking.takeHere');
  return (
    <div className={css.prompt}>
      <div className={css.place}>
        <span className={css.lead}>
          {isTote || isPut ? <IconBasket size={36} aria-hidden /> : <IconMapPin size={36} aria-hidden />}
          {lead}
          {prompt.place === null ? null : (
            <span className={isTote || isPut ? css.placeBig : css.placeSmall} data-testid="place">
              {t('picking.place', { place: prompt.place })}
            </span>
          )}
        </span>
        <span className={big.length > 9 ? css.bigLong : css.big} data-testid="big">
          {isTote ? <span className={css.bigWord}>{t('picking.order')} </span> : null}
          {big}
        </span>
      </div>
      {line === null ? null : (
        <div className={css.goods}>
          <Picture url={pictureUrlOf(line.sku?.picture)} label={name(line.sku?.name)} sizePx={null} />
          <div className={css.about}>
            <h1 className={css.name}>{name(line.sku?.name)}</h1>
            <div className={css.facts}>
              {line.sku === undefined ? null : (
                <TemperatureTag temperature={line.sku.temperature} label={t(`temperature.${line.sku.temperature}`)} />
              )}
              {line.isDoubtful ? <StatusTag tone="late" icon={IconAlertTriangle} label={t('picking.doubtful')} /> : null}
              {line.sku?.isFragile ? <StatusTag tone="soon" icon={IconGlassFull} label={t('picking.fragile')} /> : null}
              {line.sku?.ageLimitYears == null ? null : (
                <StatusTag tone="soon" icon={IconRating18Plus} label={t('picking.ageLimit', { years: line.sku.ageLimitYears })} />
              )}
              {line.lot === undefined ? null : (
                <span className={css.lot}>
                  {t('picking.lot')} {line.lot.code}
                  {line.lot.expiresOn === null ? '' : ` · ${t('picking.expires', { day: line.lot.expiresOn })}`}
                </span>
              )}
            </div>
          </div>
          {prompt.isWeighing ? (
            <ScaleView wantedGrams={line.remaining} />
          ) : (
            <Quantity quantity={line.remaining} isGrams={line.sku?.unit === 'gram'} text={text} />
          )}
        </div>
      )}
      <ScanNow prompt={prompt} text={text} />
    </div>
  );
}

function Quantity(props: { quantity: number; isGrams: boolean; text: Text }) {
  const { t } = props.text;
  return (
    <div className={css.quantity}>
      <span className={css.quantityLead}>{t('picking.quantity')}</span>
      <span className={props.quantity > 99 ? css.quantityLong : css.quantityNumber} data-testid="quantity">
        {props.quantity}
      </span>
      <span className={css.quantityUnit}>{props.isGrams ? t('picking.grams') : t('picking.pieces')}</span>
    </div>
  );
}

/** The scale live, next to what the order wants. */
function ScaleView(props: { wantedGrams: number }) {
  const station = useStation();
  const { t } = useText();
  const reading = useObservable(station.weight);
  const nowMs = useNowMs(Date.now, 250);
  const isFresh = reading !== null && nowMs - reading.atMs < maxWeightAgeMs;
  return (
    <div className={css.quantity}>
      <span className={css.quantityLead}>
        <IconScale size={26} aria-hidden /> {t('picking.onScale')}
      </span>
      <span className={css.quantityLong} data-testid="grams">
        {isFresh ? reading.grams : '—'}
      </span>
      <span className={css.quantityUnit}>
        / {props.wantedGrams} {t('picking.grams')}
      </span>
      <span className={css.scaleState}>
        {!isFresh ? t('picking.scaleNone') : reading.status === 'stable' ? t('picking.scaleStable') : t('picking.scaleUnstable')}
      </span>
      {isFresh ? null : <TypedWeight />}
    </div>
  );
}

/** The three scans of a line, the one to do now filled. */
function ScanNow(props: { prompt: PickingPrompt; text: Text }) {
  const { prompt, text } = props;
  const { t } = text;
  const steps = [
    ...(prompt.phase === 'tote' ? [{ key: 'tote', now: t('picking.scanTote'), word: t('picking.phaseTote') }] : []),
    { key: 'bin', now: t('picking.scanBin'), word: t('picking.phaseBin') },
    {
      key: 'item',
      now: prompt.isWeighing ? t('picking.weigh') : t('picking.scanItem'),
      word: prompt.current?.sku?.unit === 'gram' ? t('picking.phaseWeigh') : t('picking.phaseItem'),
    },
    ...(prompt.phase === 'put' || (prompt.task?.orderIds.length ?? 1) > 1
      ? [{ key: 'put', now: t('picking.scanPut', { tote: prompt.expectedTote ?? '?' }), word: t('picking.phasePut') }]
      : []),
  ];
  const nowAt = steps.findIndex((step) => step.key === prompt.phase);
  return (
    <ol className={css.steps}>
      {steps.map((step, index) => (
        <li
          key={step.key}
          className={index === nowAt ? css.stepNow : index < nowAt ? css.stepDone : css.step}
          aria-current={index === nowAt ? 'step' : undefined}
        >
          {index < nowAt ? (
            <IconCheck size={28} stroke={2.6} aria-hidden />
          ) : index === nowAt ? (
            <IconBarcode size={40} stroke={2} aria-hidden />
          ) : null}
          {index === nowAt ? step.now : step.word}
        </li>
      ))}
    </ol>
  );
}
