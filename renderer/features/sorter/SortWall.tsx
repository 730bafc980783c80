import { IconArrowBackUp, IconBarcode, IconShoppingBag } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { SorterView } from '#shared/features/sorter/sorterContract.ts';
import { startSortWall, stepSortWall, type SortWallState, type WallPlan } from '#shared/features/sorter/stepSortWall.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useWorkflow, type WorkflowParts } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { Scroller } from '#renderer/ui/Scroller.tsx';
import { ChuteGrid } from './ChuteGrid.tsx';
import css from './SorterScreen.module.css';

/** People in the sorter's place: a bag is scanned, its chute is shown big, and scanning the chute says that it lies there. */
export function SortWall(props: { view: SorterView }) {
  const { t } = useText();
  const { store } = useStation();
  const plan = useRef<WallPlan>(toPlan(props.view));
  useEffect(() => void (plan.current = toPlan(props.view)));
  const parts = useMemo<WorkflowParts<SortWallState>>(
    () => ({
      name: 'sorter',
      start: startSortWall,
      step: (state, input, tools) => stepSortWall(state, input, tools, plan.current),
      settle: (state) => state,
      held: (state) => state.held,
      // A bag's code belongs to this wall, also with nothing in hand.
      isBusy: () => true,
      kinds: [],
    }),
    [],
  );
  const { state, act } = useWorkflow(parts);
  useKeys(
    useCallback(
      (key) => {
        const action = ({ U: 'undo', F8: 'undo', 'Ctrl+Z': 'undo', H: 'help' } as const)[key.length === 1 ? key.toUpperCase() : key];
        if (action === undefined) return false;
        act(action);
        return true;
      },
      [act],
    ),
  );
  const parcel = state.parcelId === null ? undefined : store.view.get('parcel', state.parcelId);
  const order = parcel === undefined ? undefined : store.view.get('order', parcel.orderId);
  return (
    <div className={css.wall}>
      <section className={css.ask}>
        {parcel === undefined || order === undefined ? (
          <>
            <IconBarcode size={120} stroke={1.4} aria-hidden />
            <h2 className={css.askTitle}>{t('sorter.wall.scanBag')}</h2>
            <p className={css.askHint}>{t('sorter.wall.scanBagHint')}</p>
          </>
        ) : (
          <>
            <span className={css.askHint}>
              <IconShoppingBag size={36} aria-hidden /> {t('sorter.wall.bag', { order: order.daySequence, bag: parcel.bagNo })}
              {state.reason === null || state.reason === 'trip' ? '' : ` · ${t(`sorter.reason.${state.reason}`)}`}
            </span>
            <strong className={css.askBig} data-testid="big">
              {state.chuteId}
            </strong>
            <h2 className={css.askTitle}>{t('sorter.wall.scanChute')}</h2>
            <BigButton icon={IconArrowBackUp} label={t('sorter.wall.layDown')} keyLabel="U" onPress={() => act('undo')} />
          </>
        )}
      </section>
      <Scroller className={css.chuteArea ?? ''} label={t('sorter.chutes')}>
        <ChuteGrid chutes={props.view.chutes.filter(({ use }) => use !== 'recirculation')} chosen={state.chuteId} />
      </Scroller>
    </div>
  );
}

function toPlan({ chutes }: SorterView): WallPlan {
  const owned = chutes.flatMap(({ chuteId, tripId }) => (tripId === null ? [] : [[tripId, chuteId] as const]));
  return { chutes, chuteByTrip: new Map(owned) };
}
