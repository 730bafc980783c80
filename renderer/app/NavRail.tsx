import { UnstyledButton } from '@mantine/core';
import {
  IconArrowsExchange,
  IconArrowsSplit,
  IconBasket,
  IconDevices,
  IconLayoutDashboard,
  IconListCheck,
  IconMotorbike,
  IconPackage,
  IconRobot,
  IconRoute,
  IconTag,
  type Icon,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Role } from '#shared/model/operator/operator.ts';
import { useKeys } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import css from './NavRail.module.css';

export const screens = [
  'queue',
  'picking',
  'packing',
  'handover',
  'board',
  'devices',
  'sync',
  'labels',
  'dispatch',
  'robots',
  'sorter',
] as const;
export type ScreenName = (typeof screens)[number];
/** The screens on which one practises: none that steers the site. */
export const trainingScreens: readonly ScreenName[] = ['queue', 'picking', 'packing', 'handover'];

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
  robots: IconRobot,
  sorter: IconArrowsSplit,
};

/** Who works at which screen. What everybody may look at has no roles. */
const rolesOfScreen: Readonly<Partial<Record<ScreenName, readonly Role[]>>> = {
  picking: ['picker', 'receiver', 'storeStaff', 'supervisor', 'admin'],
  packing: ['packer', 'storeStaff', 'supervisor', 'admin'],
  handover: ['packer', 'storeStaff', 'supervisor', 'admin'],
  board: ['storeStaff', 'supervisor', 'admin', 'wallboard'],
  labels: ['packer', 'storeStaff', 'supervisor', 'admin'],
  dispatch: ['packer', 'storeStaff', 'supervisor', 'admin'],
  robots: ['packer', 'storeStaff', 'supervisor', 'admin', 'wallboard'],
  sorter: ['packer', 'storeStaff', 'supervisor', 'admin', 'wallboard'],
};

/** The screens somebody with these roles works with, in the order of the rail. */
export function screensOf(roles: readonly Role[]): readonly ScreenName[] {
  return screens.filter((screen) => rolesOfScreen[screen]?.some((role) => roles.includes(role)) ?? true);
}

/** The operator's screens as large icons; each keeps its function key F1 to F11, whoever is signed in. */
export function NavRail(props: {
  roles: readonly Role[];
  /** The screens that are there at all. */
  only: readonly ScreenName[];
  current: string;
  onGo: (screen: ScreenName) => void;
  marks: Partial<Record<ScreenName, number>>;
}) {
  const { t } = useText();
  const { onGo, roles, only } = props;
  const shown = screensOf(roles).filter((screen) => only.includes(screen));
  useKeys(
    useCallback(
      (key) => {
        const screen = /^F([1-9]|1[01])$/.test(key) ? screens[Number(key.slice(1)) - 1] : undefined;
        if (screen === undefined) return false;
        if (only.includes(screen) && screensOf(roles).includes(screen)) onGo(screen);
        return true;
      },
      [onGo, roles, only],
    ),
  );
  return (
    <nav className={css.rail} aria-label={t('nav.main')}>
      {shown.map((screen) => {
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
            <span className={css.key}>F{screens.indexOf(screen) + 1}</span>
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
