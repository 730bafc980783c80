import { UnstyledButton } from '@mantine/core';
import {
  IconArrowsExchange,
  IconBasket,
  IconDevices,
  IconLayoutDashboard,
  IconListCheck,
  IconMotorbike,
  IconPackage,
  IconRoute,
  IconTag,
  type Icon,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import { useKeys } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import css from './NavRail.module.css';

export const screens = ['queue', 'picking', 'packing', 'handover', 'board', 'devices', 'sync', 'labels', 'dispatch'] as const;
export type ScreenName = (typeof screens)[number];

const icons: Readonly<Record<ScreenName, Icon>> = {
  queue: IconListCheck,
  picking: IconBasket,
  packing: IconPackage,
  handover: IconMotorbike,
  board: IconLayoutDashboard,
  devices: IconDevices,
  sync: IconArrowsExchange,
  labels: IconTag,
  dispatch: IconRoute,
};

/** The screens as large icons with their function keys F1 to F9. */
export function NavRail(props: { current: string; onGo: (screen: ScreenName) => void; marks: Partial<Record<ScreenName, number>> }) {
  const { t } = useText();
  const { onGo } = props;
  useKeys(
    useCallback(
      (key) => {
        const screen = /^F[1-9]$/.test(key) ? screens[Number(key.slice(1)) - 1] : undefined;
        if (screen !== undefined) onGo(screen);
        return screen !== undefined;
      },
      [onGo],
    ),
  );
  return (
    <nav className={css.rail} aria-label={t('nav.main')}>
      {screens.map((screen, index) => {
        const Sign = icons[screen];
        const mark = props.marks[screen] ?? 0;
        const isCurrent = props.current === screen;
        return (
          <UnstyledButton
            key={screen}
            className={`${css.item} ${isCurrent ? css.current : ''}`}
            onClick={() => onGo(screen)}
            aria-current={isCurrent ? 'page' : undefined}
          >
            <span className={css.sign}>
              <Sign size={34} stroke={isCurrent ? 2.2 : 1.7} aria-hidden />
              {mark > 0 ? <span className={css.mark}>{mark > 99 ? '99+' : mark}</span> : null}
            </span>
            <span className={css.word}>{t(`nav.${screen}`)}</span>
            <span className={css.key}>F{index + 1}</span>
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
