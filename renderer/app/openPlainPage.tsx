import '@fontsource/noto-sans-sc/latin-500.css';
import '@fontsource/noto-sans-sc/latin-800.css';
import '@fontsource/noto-sans-sc/chinese-simplified-500.css';
import '@fontsource/noto-sans-sc/chinese-simplified-800.css';
import '@mantine/core/styles.css';
import '#renderer/ui/house.css';
import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { assert } from '#shared/base/assert.ts';
import { openText } from '#renderer/text/openText.ts';
import { houseCssVariables, houseTheme } from '#renderer/ui/houseTheme.ts';
import { BugScreen } from './BugScreen.tsx';

/** A page beside the station's own, without a store and without a bridge; `?lang=en&scheme=light` says otherwise than usual. */
export function openPlainPage(usualScheme: 'light' | 'dark', page: ReactNode): void {
  const wish = new URLSearchParams(window.location.search);
  const scheme = wish.get('scheme');
  const root = document.getElementById('root');
  assert(root, 'the page has no root element');
  createRoot(root).render(
    <I18nextProvider i18n={openText(wish.get('lang') === 'en' ? 'en' : 'zh-CN')}>
      <MantineProvider
        theme={houseTheme}
        cssVariablesResolver={houseCssVariables}
        forceColorScheme={scheme === 'light' || scheme === 'dark' ? scheme : usualScheme}
      >
        <BugScreen>{page}</BugScreen>
      </MantineProvider>
    </I18nextProvider>,
  );
}
