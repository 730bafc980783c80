import { IconId, IconIdBadge2, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Operator } from '#shared/model/operator/operator.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { PinPad } from '#renderer/ui/PinPad.tsx';
import css from './SignInScreen.module.css';
import { useSignIn } from './useSignIn.ts';

/** Signing in: a badge scan, or number and PIN on large keys. */
export function SignInScreen(props: { onDone: (operator: Operator) => void; corner: ReactNode }) {
  const station = useStation();
  const { t, say } = useText();
  const { entry, press } = useSignIn(props.onDone);
  const { last } = useObservable(station.runner.state);
  useKeys(press);
  const hint = station.handshake.demoHint;
  const isPin = entry.person !== null;
  const message = entry.message ?? (last?.sound === 'warning' || last?.sound === 'stop' ? last.message : null);
  return (
    <main className={css.screen}>
      <span className={css.corner}>{props.corner}</span>
      <section className={css.scan}>
        <span className={css.brand}>{t('app.name')}</span>
        <span className={css.sign}>
          <IconIdBadge2 size={200} stroke={1.2} aria-hidden />
        </span>
        <h1 className={css.title}>{t('signIn.title')}</h1>
        <p className={css.note}>{t('signIn.scanHere')}</p>
        {hint === null ? null : (
          <p className={css.demo} data-testid="demo-hint">
            <IconInfoCircle size={28} aria-hidden />
            {t('signIn.demo', { name: hint.operatorName, badge: hint.badgeCode, pin: hint.pin })}
          </p>
        )}
      </section>
      <section className={css.entry}>
        <h2 className={css.lead}>{entry.person === null ? t('signIn.hint') : t('signIn.hello', { name: entry.person.name })}</h2>
        <output className={css.field} aria-label={isPin ? t('signIn.pin') : t('signIn.badge')}>
          {isPin ? '●'.repeat(entry.pin.length) : entry.badge}
          {(isPin ? entry.pin : entry.badge) === '' ? (
            <span className={css.empty}>{isPin ? t('signIn.pinEmpty') : t('signIn.badgeEmpty')}</span>
          ) : null}
        </output>
        <PinPad
          onDigit={press}
          onErase={() => press('Backspace')}
          onEnter={() => press('Enter')}
          eraseLabel={t('signIn.erase')}
          enterLabel={t('signIn.enter')}
          isDisabled={entry.isChecking}
        />
        {isPin ? <BigButton icon={IconId} label={t('signIn.otherPerson')} keyLabel="Esc" onPress={() => press('Escape')} /> : null}
        <div className={css.message}>
          {entry.isChecking ? (
            <MessageBar tone="info" text={t('signIn.checking')} />
          ) : message === null ? null : (
            <MessageBar tone="soon" text={say(message)} />
          )}
        </div>
      </section>
    </main>
  );
}
