import { UnstyledButton } from '@mantine/core';
import { IconBasket, IconLayoutDashboard, IconMotorbike, IconPackage, type Icon } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Role } from '#shared/model/operator/operator.ts';
import { useKeys } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import css from './WorkplaceScreen.module.css';

export const workplaces = ['picking', 'packing', 'handover', 'board'] as const;
export type Workplace = (typeof workplaces)[number];

const icons: Readonly<Record<Workplace, Icon>> = {
  picking: IconBasket,
  packing: IconPackage,
  handover: IconMotorbike,
  board: IconLayoutDashboard,
};
const rolesOf: Readonly<Record<Workplace, readonly Role[]>> = {
  picking: ['picker', 'storeStaff', 'supervisor', 'admin'],
  packing: ['packer', 'storeStaff', 'supervisor', 'admin'],
  handover: ['packer', 'storeStaff', 'supervisor', 'admin'],
  board: ['supervisor', 'admin', 'wallboard'],
};

/** Workplaces that the roles of an operator open. */
export function workplacesOf(roles: readonly Role[]): readonly Workplace[] {
  return workplaces.filter((workplace) => rolesOf[workplace].some((role) => roles.includes(role)));
}

/** Where the operator works now, as large tiles with digits. */
export function WorkplaceScreen(props: { choices: readonly Workplace[]; onChoose: (workplace: Workplace) => void }) {
  const { t } = useText();
  const { choices, onChoose } = props;
  useKeys(
    useCallback(
      (key) => {
        const chosen = /^[1-9]$/.test(key) ? choices[Number(key) - 1] : undefined;
        if (chosen !== undefined) onChoose(chosen);
        return chosen !== undefined;
      },
      [choices, onChoose],
    ),
  );
  return (
    <main className={css.screen}>
      <h1 className={css.title}>{t('workplace.title')}</h1>
      <p className={css.hint}>{t('workplace.hint')}</p>
      <div className={css.tiles}>
        {choices.map((workplace, index) => {
          const Sign = icons[workplace];
          return (
            <UnstyledButton key={workplace} className={css.tile} onClick={() => onChoose(workplace)}>
              <Sign size={120} stroke={1.3} aria-hidden />
              <strong className={css.name}>{t(`workplace.${workplace}`)}</strong>
              <span className={css.about}>{t(`workplace.${workplace}Hint`)}</span>
              <KeyCap label={String(index + 1)} />
            </UnstyledButton>
          );
        })}
      </div>
    </main>
  );
}
