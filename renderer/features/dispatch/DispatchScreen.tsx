import {
  IconArrowBackUp,
  IconArrowsExchange2,
  IconCircleCheck,
  IconHandStop,
  IconListDetails,
  IconMap2,
  IconPin,
  IconPlugConnectedX,
  IconQuestionMark,
} from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useLayoutEffect, useMemo, useState } from 'react';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { ridesOf, type Ride } from '#shared/features/dispatch/ridesOf.ts';
import { chosenRide, orderChoice, startDispatch, stepDispatch, type DispatchState } from '#shared/features/dispatch/stepDispatch.ts';
import type { CourierId } from '#shared/base/ids.ts';
import type { DispatchPlan } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { createObservable, type Observable } from '#renderer/bridge/observable.ts';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useWorkflow, type WorkflowParts } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import { CourierPanel } from './CourierPanel.tsx';
import { useDispatcher } from './DispatchContext.tsx';
import css from './DispatchScreen.module.css';
import { OrderPanel } from './OrderPanel.tsx';
import { RidePanel } from './RidePanel.tsx';
import { couriersInOrder, isOfCarrier } from './couriersInOrder.ts';
import { WhatIfLayer } from './WhatIfLayer.tsx';

/** The map comes with a megabyte of program: only when it is asked for. */
const DispatchMap = lazy(() => import('./DispatchMap.tsx').then((module) => ({ default: module.DispatchMap })));

const noPlan = createObservable<DispatchPlan | null>(null);
const notPlanning = createObservable(false);
const keyActions: Readonly<Record<string, readonly [SheetAction, string | null]>> = {
  A: ['confirm', null],
  P: ['confirm', 'pin'],
  H: ['skip', null],
  R: ['pause', null],
  U: ['undo', null],
  ArrowDown: ['next', null],
  ArrowUp: ['next', 'back'],
};

/** The supervisor's dispatch board: what is late or will be and why, the rides suggested and planned, the couriers, the map. */
export function DispatchScreen() {
  const station = useStation();
  const { t } = useText();
  const dispatcher = useDispatcher();
  const plan = useObservable(dispatcher?.plan ?? noPlan);
  const isPlanningHere = useObservable(dispatcher?.isPlanning ?? notPlanning);
  useRecordChanges(['order', 'courier', 'trip', 'task']);
  const nowMs = useNowMs(station.nowMs);
  const [isMapShown, setMapShown] = useState(false);
  const [isAskingWhatIf, setAskingWhatIf] = useState(false);
  const rides = ridesOf(plan, station.store, nowMs);
  const couriers = couriersInOrder(station.store, plan);
  const [sight] = useState(() => createObservable<Sight>({ rides: [], courierIds: [] }));
  useLayoutEffect(() => sight.set({ rides, courierIds: couriers.flatMap(({ courier }) => (isOfCarrier(courier) ? [] : [courier.id])) }));
  const { state, act } = useWorkflow(useMemo(() => toParts(sight), [sight]));
  const chosen = chosenRide(state, rides);
  useBoardKeys(
    act,
    useCallback(() => setMapShown((shown) => !shown), []),
    useCallback(() => setAskingWhatIf((asking) => !asking), []),
  );
  return (
    <main className={css.screen}>
      <header className={css.head}>
        <h1 className={css.title}>{t('dispatch.title')}</h1>
        {isPlanningHere ? <StatusTag isLarge tone="soon" icon={IconPlugConnectedX} label={t('dispatch.isPlanningHere')} /> : null}
        <span className={css.grow} />
        <BigButton
          icon={isMapShown ? IconListDetails : IconMap2}
          label={t(isMapShown ? 'dispatch.list' : 'dispatch.map')}
          keyLabel="M"
          isPressed={isMapShown}
          onPress={() => setMapShown(!isMapShown)}
        />
        <BigButton icon={IconQuestionMark} label={t('dispatch.whatIf')} keyLabel="W" onPress={() => setAskingWhatIf(true)} />
      </header>
      <div className={css.columns}>
        {isMapShown ? (
          <Suspense fallback={<div className={css.mapSpace} />}>
            <DispatchMap chosen={chosen} plan={plan} />
          </Suspense>
        ) : (
          <OrderPanel plan={plan} nowMs={nowMs} takenId={state.orderId ?? null} onTake={(id) => act('choice', `${orderChoice}${id}`)} />
        )}
        <RidePanel
          rides={rides}
          chosenKey={chosen?.key ?? null}
          hasPlan={plan !== null}
          nowMs={nowMs}
          onChoose={(no) => act('choice', String(no))}
        />
        <CourierPanel
          couriers={couriers}
          isAsking={state.isAskingCourier}
          askedFor={state.orderId === undefined ? null : (station.store.view.get('order', state.orderId)?.daySequence ?? null)}
          nowMs={nowMs}
          onChoose={(no) => act('choice', String(no))}
          onGive={(orderId, no) => {
            act('choice', `${orderChoice}${orderId}`);
            act('choice', String(no));
          }}
        />
      </div>
      <Actions chosen={chosen} isAsking={state.isAskingCourier} act={act} />
      {isAskingWhatIf ? <WhatIfLayer plan={plan} onClose={() => setAskingWhatIf(false)} /> : null}
    </main>
  );
}

type Act = (action: SheetAction, argument?: string | null) => void;

function useBoardKeys(act: Act, toggleMap: () => void, toggleWhatIf: () => void): void {
  useKeys(
    useCallback(
      (key) => {
        const name = key.length === 1 ? key.toUpperCase() : key;
        const action = keyActions[name];
        if (name === 'M') toggleMap();
        else if (name === 'W') toggleWhatIf();
        else if (/^[1-9]$/.test(name)) act('choice', name);
        else if (action !== undefined) act(...action);
        else return false;
        return true;
      },
      [act, toggleMap, toggleWhatIf],
    ),
  );
}

/** What can be done with the chosen ride, one key each. */
function Actions(props: { chosen: Ride | undefined; isAsking: boolean; act: Act }) {
  const { chosen, act } = props;
  const { t } = useText();
  const isSuggested = chosen?.kind === 'suggested';
  return (
    <div className={css.actions}>
      <BigButton
        icon={IconCircleCheck}
        look="main"
        label={t('dispatch.accept')}
        keyLabel="A"
        isDisabled={!isSuggested}
        onPress={() => act('confirm')}
      />
      <BigButton icon={IconPin} label={t('dispatch.pin')} keyLabel="P" isDisabled={!isSuggested} onPress={() => act('confirm', 'pin')} />
      <BigButton icon={IconHandStop} label={t('dispatch.hold')} keyLabel="H" isDisabled={!isSuggested} onPress={() => act('skip')} />
      <BigButton
        icon={IconArrowsExchange2}
        label={t('dispatch.reassign')}
        keyLabel="R"
        isPressed={props.isAsking}
        isDisabled={chosen === undefined}
        onPress={() => act('pause')}
      />
      <BigButton
        icon={IconArrowBackUp}
        label={t(chosen?.kind === 'held' ? 'dispatch.letGo' : 'dispatch.takeBack')}
        keyLabel="U"
        isDisabled={chosen === undefined}
        onPress={() => act('undo')}
      />
    </div>
  );
}

/** What the board shows at the moment of an input. */
type Sight = { readonly rides: readonly Ride[]; readonly courierIds: readonly CourierId[] };

function toParts(sight: Observable<Sight>): WorkflowParts<DispatchState> {
  return {
    name: 'dispatch',
    start: startDispatch,
    step: (state, input, tools) => stepDispatch(state, input, { ...tools, ...sight.get() }),
    settle: (state) => state,
    held: () => null,
    isBusy: () => true,
    kinds: [],
  };
}
