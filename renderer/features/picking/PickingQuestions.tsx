import { UnstyledButton } from '@mantine/core';
import { IconArrowsExchange, IconBoxOff, IconMessageQuestion, IconPackage, IconShoppingBagX } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { PickingPrompt, PickingQuestion } from '#shared/features/picking/describePicking.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { type Text, useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { Picture } from '#renderer/ui/Picture.tsx';
import { TemperatureTag } from '#renderer/ui/TemperatureTag.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './PickingQuestions.module.css';
import screen from './PickingScreen.module.css';

/** Gives an action of the command sheet to the workflow. */
export type Act = (action: SheetAction, argument?: string | null) => void;

/** Below this a customer's time to answer is called short, milliseconds. */
const shortTimeMs = 60_000;

/** A bin that should be empty now: one look, one key. */
export function ZeroQuestion(props: { zeroCheck: NonNullable<PickingPrompt['zeroCheck']>; act: Act }) {
  const { t, name } = useText();
  const { zeroCheck, act } = props;
  return (
    <div className={css.question} data-testid="zero-check">
      <span className={css.place}>{zeroCheck.bin?.code ?? '?'}</span>
      <h1 className={css.title}>{t('picking.zeroTitle')}</h1>
      <p className={screen.questionHint}>{t('picking.zeroHint', { sku: name(zeroCheck.sku?.name) })}</p>
      <div className={css.answers}>
        <BigButton icon={IconBoxOff} label={t('picking.zeroYes')} keyLabel="Y" look="main" isHuge onPress={() => act('yes')} />
        <BigButton icon={IconPackage} label={t('picking.zeroNo')} keyLabel="N" isHuge onPress={() => act('no')} />
      </div>
    </div>
  );
}

/** What may be offered instead, best first, each with its number. */
export function SubstituteTiles(props: { prompt: PickingPrompt; act: Act }) {
  const text = useText();
  const { t, name } = text;
  const { prompt, act } = props;
  const line = prompt.current;
  const priceFen = line?.order?.lines.find((candidate) => candidate.lineNo === line.step.lineNo)?.priceFen ?? 0;
  return (
    <div className={css.substitutes} data-testid="substitutes">
      <h1 className={css.heading}>{t('picking.substituteTitle')}</h1>
      <p className={css.hint}>
        {name(line?.sku?.name)} · {t('picking.substituteHint')}
      </p>
      <div className={css.tiles}>
        {prompt.substitutes.map(({ sku, bin, free }, index) => (
          <UnstyledButton
            key={sku.id}
            className={css.tile}
            onClick={() => act('choice', String(index + 1))}
            aria-keyshortcuts={String(index + 1)}
          >
            <Picture url={pictureUrlOf(sku.picture)} label={name(sku.name)} sizePx={72} />
            <span className={css.tileWords}>
              <strong className={css.tileName}>{name(sku.name)}</strong>
              <span>
                {t('picking.substituteFree', { bin: bin.code, free: sku.unit === 'gram' ? `${free} ${t('picking.grams')}` : free })}
              </span>
              <span className={css.tileFacts}>
                {priceWord(sku.priceFen - priceFen, text)}
                <TemperatureTag temperature={sku.temperature} label={t(`temperature.${sku.temperature}`)} />
              </span>
            </span>
            <KeyCap label={String(index + 1)} />
          </UnstyledButton>
        ))}
      </div>
      <BigButton icon={IconShoppingBagX} label={t('picking.substituteNone')} keyLabel="N" onPress={() => act('no')} />
    </div>
  );
}

function priceWord(differenceFen: number, { t }: Text): string {
  if (differenceFen === 0) return t('picking.priceSame');
  const yuan = (Math.abs(differenceFen) / 100).toFixed(2);
  return t(differenceFen < 0 ? 'picking.priceLess' : 'picking.priceMore', { yuan });
}

/** All is picked but customers have not answered: what they were asked, and how long it may take. */
export function AnswerWait(props: { questions: readonly PickingQuestion[] }) {
  const station = useStation();
  const { t, name } = useText();
  const nowMs = useNowMs(station.nowMs);
  return (
    <div className={css.question} data-testid="answer-wait">
      <h1 className={css.title}>
        <IconMessageQuestion size={56} aria-hidden /> {t('picking.answerTitle')}
      </h1>
      <p className={screen.questionHint}>{t('picking.answerHint')}</p>
      <ul className={css.waits}>
        {props.questions.map((question) => (
          <li key={`${question.order?.id ?? ''}-${question.missing?.id ?? ''}`} className={css.wait}>
            <IconArrowsExchange size={32} aria-hidden />
            <span className={css.waitWords}>
              {t('picking.answerLine', {
                order: question.order?.daySequence ?? '?',
                missing: name(question.missing?.name),
                offered: name(question.offered?.name),
                quantity: question.quantity,
              })}
            </span>
            <Countdown
              leftMs={Math.max(0, question.answerByMs - nowMs)}
              tone={question.answerByMs - nowMs < shortTimeMs ? 'soon' : 'info'}
              word={t('picking.answerLeft')}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Goes on by itself when the last customer has answered or the time is over: nobody has to press anything. */
export function useNextWhenAnswered(prompt: PickingPrompt, act: Act): void {
  const station = useStation();
  const isWaiting = prompt.phase === 'answer';
  const untilMs = prompt.questions.length === 0 ? 0 : Math.min(...prompt.questions.map((question) => question.answerByMs));
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => act('next'), Math.max(0, untilMs - station.nowMs()));
    return () => clearTimeout(timer);
  }, [isWaiting, untilMs, station, act]);
}
