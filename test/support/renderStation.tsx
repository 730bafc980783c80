import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { I18nextProvider } from 'react-i18next';
import { StationWindow } from '#renderer/app/StationWindow.tsx';
import { StoreContext } from '#renderer/bridge/useStore.ts';
import { openText } from '#renderer/text/openText.ts';
import type { Language } from '#renderer/text/languages.ts';
import { createSoundPlayer } from '#renderer/ui/sound/createSoundPlayer.ts';
import type { SiteCodeKind } from '#shared/wire/barcode/siteCode.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createFakeBridge } from '#test/support/fakeBridge.ts';
import type { TestStore } from '#test/support/createTestStore.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

/** The whole page over a test store and a host in memory, driven by scans and keys as a person would. */
export async function renderStation(
  test: TestStore,
  options: { readonly hash?: string; readonly language?: Language; readonly signedInAs?: string | null } = {},
) {
  const host = createFakeBridge(test.clock.nowMs);
  const sounds = createSoundPlayer(null);
  const signedInAs = options.signedInAs === undefined ? 'operator-1' : options.signedInAs;
  if (signedInAs !== null) await test.store.writeNote('operator', { operatorId: signedInAs, atMs: test.clock.nowMs() });
  window.location.hash = options.hash ?? '/queue';
  window.matchMedia ??= ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as never;
  const clock = { nowMs: () => test.clock.nowMs(), setOffset: () => undefined };
  const parts = { bridge: host.bridge, handshake: host.handshake, sounds, clock };
  const page = createElement(StationWindow, { store: test.store, parts, isHostUp: true });
  render(
    createElement(
      I18nextProvider,
      { i18n: openText(options.language ?? 'zh-CN') },
      createElement(MantineProvider, null, createElement(StoreContext, { value: test.store }, page)),
    ),
  );
  const settle = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 20))));
  await act(async () => void (await waitUntil('the page', () => '__halfhour' in window, { everyMs: 5 })));
  await settle();
  return {
    host,
    sounds,
    /** Sends a scan and waits until it is worked off. */
    async scan(text: string) {
      await act(async () => {
        const scanNo = host.send(text);
        await waitUntil('the scan', () => host.acknowledged.includes(scanNo), { everyMs: 3 });
      });
      await settle();
    },
    scanCode(kind: SiteCodeKind, body: string) {
      return this.scan(toSiteCode(kind, body));
    },
    /** Presses a key as a person does: slower than a scanner. */
    async press(code: string) {
      await act(async () => {
        window.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true }));
        await new Promise((resolve) => setTimeout(resolve, 90));
      });
      await settle();
    },
    text: () => document.body.textContent ?? '',
    big: () => screen.getByTestId('big').textContent,
    close() {
      cleanup();
      Reflect.deleteProperty(window, '__halfhour');
    },
  };
}
