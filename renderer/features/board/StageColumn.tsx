import { IconBasket, IconBuildingStore, IconMotorbike, IconPackage, IconShoppingBag, type Icon } from '@tabler/icons-react';
import { useText } from '#renderer/text/useText.ts';
import { BudgetBar } from '#renderer/ui/BudgetBar.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import type { BoardStage } from './boardFigures.ts';
import css from './BoardScreen.module.css';

const looks: Readonly<
  Record<
    BoardStage['budget'],
    { icon: Icon; word: 'stage.accepted' | 'queue.filterPick' | 'queue.filterPack' | 'queue.filterHand' | 'queue.filterRide' }
  >
> = {
  release: { icon: IconBuildingStore, word: 'stage.accepted' },
  pick: { icon: IconBasket, word: 'queue.filterPick' },
  pack: { icon: IconPackage, word: 'queue.filterPack' },
  handover: { icon: IconShoppingBag, word: 'queue.filterHand' },
  ride: { icon: IconMotorbike, word: 'queue.filterRide' },
};
/** Order chips shown in a column; the count says the rest. */
const maxChips = 14;

/** One stage: how many orders, the oldest against its budget, each order as a chip. */
export function StageColumn(props: { stage: BoardStage }) {
  const { t } = useText();
  const { stage } = props;
  const Sign = looks[stage.budget].icon;
  const worst = Math.max(0, ...stage.orders.map(({ pace }) => pace.stageShare));
  const minutes = Math.round((worst * stage.budgetMs) / 60_000);
  const tone = worst > 1 ? 'late' : worst > 0.75 ? 'soon' : 'ok';
  const budgetText = t('board.budget', { minutes: Math.round(stage.budgetMs / 60_000) });
  return (
    <section className={css.stage}>
      <header className={css.stageHead}>
        <Sign size={32} aria-hidden />
        <span className={css.stageName}>{t(looks[stage.budget].word)}</span>
        <strong className={css.stageCount}>{stage.orders.length}</strong>
      </header>
      <BudgetBar share={worst} tone={tone} label={budgetText} />
      <p className={css.stageNote}>
        {budgetText}
        {stage.orders.length === 0 ? '' : ` · ${t('board.oldest', { minutes })}`}
      </p>
      <ul className={css.chips}>
        {stage.orders.slice(0, maxChips).map(({ order, pace }) => {
          const look = paceLook[pace.standing];
          const ChipSign = look.icon;
          return (
            <li key={order.id} className={css.chip} style={toneStyle(pace.standing === 'onTime' ? 'calm' : look.tone)} title={t(look.word)}>
              {pace.standing === 'onTime' ? null : <ChipSign size={20} aria-label={t(look.word)} />}
              {order.daySequence}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
