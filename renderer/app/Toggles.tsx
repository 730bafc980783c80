import { UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { memo } from 'react';
import { useText } from '#renderer/text/useText.ts';
import css from './ConnectionStrip.module.css';

/** Language and colours; also on screens before sign-in. */
export const Toggles = memo(function Toggles() {
  const text = useText();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const { t } = text;
  return (
    <span className={css.toggles}>
      <UnstyledButton
        className={css.toggle}
        onClick={() => text.setLanguage(text.language === 'en' ? 'zh-CN' : 'en')}
        aria-label={t('app.language')}
        title={t('app.language')}
      >
        {t('app.languageShort')}
      </UnstyledButton>
      <UnstyledButton
        className={css.toggle}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        aria-label={scheme === 'dark' ? t('app.toLight') : t('app.toDark')}
        title={scheme === 'dark' ? t('app.toLight') : t('app.toDark')}
      >
        {scheme === 'dark' ? <IconSun size={26} aria-hidden /> : <IconMoon size={26} aria-hidden />}
      </UnstyledButton>
    </span>
  );
});
