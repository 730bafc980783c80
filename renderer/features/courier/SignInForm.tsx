import { TextInput } from '@mantine/core';
import { IconLogin } from '@tabler/icons-react';
import { useState } from 'react';
import { asId } from '#shared/base/ids.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { type CourierSession, createCourierApi, statusOf } from './courierApi.ts';
import css from './CourierPage.module.css';

/** Number and short code for a key that stays on the telephone. */
export function SignInForm(props: { siteId: string | null; onDone: (session: CourierSession) => void }) {
  const { t } = useText();
  const { siteId } = props;
  const [courierCode, setCourierCode] = useState('');
  const [code, setCode] = useState('');
  const [trouble, setTrouble] = useState<string | null>(siteId === null ? t('courier.noSite') : null);
  const signIn = async (): Promise<void> => {
    if (siteId === null) return;
    try {
      const api = createCourierApi(window.location.origin, null);
      const { courier, key } = await api.signIn({ siteId: asId<'site'>(siteId), courierCode: courierCode.trim(), code: code.trim() });
      props.onDone({ siteId: asId<'site'>(siteId), courierId: courier.id, name: courier.name, key });
    } catch (fault) {
      const status = statusOf(fault)?.status ?? null;
      setTrouble(t(status === null ? 'courier.offline' : status === 429 ? 'courier.tooMany' : 'courier.wrongCode'));
    }
  };
  return (
    <main className={css.page}>
      <h1 className={css.name}>{t('courier.title')}</h1>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <TextInput
          size="xl"
          label={t('courier.number')}
          value={courierCode}
          onChange={(event) => setCourierCode(event.currentTarget.value)}
          autoComplete="username"
        />
        <TextInput
          size="xl"
          label={t('courier.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
        />
        {trouble === null ? null : (
          <p className={css.trouble} role="alert">
            {trouble}
          </p>
        )}
        <BigButton
          icon={IconLogin}
          look="main"
          label={t('courier.signIn')}
          isDisabled={siteId === null || courierCode.trim() === '' || code.trim().length !== 6}
          onPress={() => void signIn()}
        />
      </form>
    </main>
  );
}
