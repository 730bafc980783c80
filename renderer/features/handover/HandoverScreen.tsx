import {
  IconArrowBackUp,
  IconBarcode,
  IconCircleCheck,
  IconCircleDashed,
  IconHelpCircle,
  IconMapPin,
  IconMotorbike,
  IconPlayerTrackNext,
  IconShoppingBag,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { spokenCode } from '#shared/model/workflow/spokenCode.ts';
import { messageOf } from '#shared/model/workflow/workflowSteps.ts';
import { type HandoverState, startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { ordersToTake } from '#shared/features/handover/tripBags.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { usePrompt } from '#renderer/bridge/usePrompt.ts';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useWorkflow, type WorkflowParts } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { PickupCounter } from './PickupCounter.tsx';
import { PutBackAsk, ReturnedBags } from './ReturnedBags.tsx';
import { HandoverIdle } from './HandoverIdle.tsx';
import css from './HandoverScreen.module.css';

const handoverParts: WorkflowParts<HandoverState> = {
  name: 'handover',
  start: startHandover,
  step: stepHandover,
  settle: (state) => state,
  held: (state) => state.held,
  isBusy: (state) => state.phase !== 'idle',
  kinds: [],
};
const keyActions: Readonly<Record<string, SheetAction>> = { U: 'undo', F8: 'undo', 'Ctrl+Z': 'undo', H: 'help', N: 'next', Y: 'yes' };

/** The counter: bags onto the shelf, and to the courier who came for them. */
export function HandoverScreen() {
  const { t } = useText();
  const { state, act } = useWorkflow(handoverParts);
  useRecordChanges(['order', 'parcel', 'courier', 'trip', 'shelfPlace', 'task']);
  useKeys(
    useCallback(
      (key) => {
        if (state.phase === 'back' && /^[1-3]$/.test(key)) {
          act('choice', key);
          return true;
        }
        const isAgeNo = state.phase === 'age' && key.toUpperCase() === 'N';
        const action = isAgeNo ? 'no' : keyActions[key.length === 1 ? key.toUpperCase() : key];
        if (action === undefined) return false;
        act(action);
        return true;
      },
      [act, state.phase],
    ),
  );
  return (
    <main className={css.screen}>
      {state.phase === 'idle' ? (
        <HandoverIdle />
      ) : state.phase === 'shelf' ? (
        <ShelfAsk state={state} />
      ) : state.phase === 'back' ? (
        <ReturnedBags state={state} act={act} />
      ) : state.phase === 'putBack' ? (
        <PutBackAsk state={state} />
      ) : state.orderId !== null ? (
        <PickupCounter state={state} act={act} />
      ) : (
        <CourierBags state={state} />
      )}
      <div className={css.actions}>
        <BigButton
          isStacked
          icon={IconArrowBackUp}
          label={t('act.undo')}
          keyLabel="F8"
          isDisabled={state.phase === 'idle'}
          onPress={() => act('undo')}
        />
        <BigButton
          isStacked
          icon={IconPlayerTrackNext}
          label={t('act.next')}
          keyLabel="N"
          isDisabled={state.phase === 'idle'}
          onPress={() => act('next')}
        />
        <BigButton isStacked icon={IconHelpCircle} label={t('act.help')} keyLabel="H" onPress={() => act('help')} />
      </div>
    </main>
  );
}

function ShelfAsk(props: { state: HandoverState }) {
  const { store } = useStation();
  const { t } = useText();
  const parcel = props.state.parcelId === null ? undefined : store.view.get('parcel', props.state.parcelId);
  const order = parcel === undefined ? undefined : store.view.get('order', parcel.orderId);
  const taken = new Set([...store.all('parcel')].filter((other) => other.status === 'shelved').map((other) => other.shelfCode));
  const wantsCold = order?.temperatures.some((temperature) => temperature !== 'ambient') ?? false;
  const sibling =
    order === undefined ? undefined : store.find.parcelsOfOrder(order.id).find((other) => other.status === 'shelved')?.shelfCode;
  const free = [...store.all('shelfPlace')]
    .filter((place) => (place.temperature !== 'ambient') === wantsCold && !taken.has(place.code))
    .slice(0, 4);
  const place = sibling ?? free[0]?.code;
  usePrompt(place === undefined ? messageOf('speak.shelfAny') : messageOf('speak.shelf', spokenCode('shelf', place)));
  return (
    <section className={css.ask}>
      <span className={css.askLead}>
        <IconShoppingBag size={40} aria-hidden /> {t('handover.orderNo', { order: order?.daySequence ?? '?' })} ·{' '}
        {t('handover.bag', { no: parcel?.bagNo ?? 1 })}
      </span>
      <h1 className={css.askTitle}>{t('handover.shelfAsk')}</h1>
      <span className={css.askBig} data-testid="big">
        {place ?? '—'}
      </span>
      <div className={css.free}>
        <span>{t('handover.suggested')}</span>
        {free.map((place) => (
          <StatusTag key={place.id} isLarge tone={place.temperature} icon={IconMapPin} label={place.code} />
        ))}
      </div>
      <span className={css.scanNow}>
        <IconBarcode size={44} aria-hidden /> {t('handover.scanShelf')}
      </span>
    </section>
  );
}

function CourierBags(props: { state: HandoverState }) {
  const { store } = useStation();
  const { t } = useText();
  const { courierId, scannedParcelIds } = props.state;
  const courier = courierId === null ? undefined : store.view.get('courier', courierId);
  const toTake = courierId === null ? [] : ordersToTake(courierId, store);
  const allBags = toTake.flatMap(({ parcels }) => parcels);
  const left = allBags.filter((parcel) => !scannedParcelIds.includes(parcel.id)).length;
  usePrompt(messageOf('speak.bags', { count: left }));
  return (
    <section className={css.courier}>
      <div className={css.courierHead}>
        <IconMotorbike size={72} stroke={1.6} aria-hidden />
        <div>
          <span className={css.askLead}>{t('handover.courier')}</span>
          <h1 className={css.courierName}>{courier?.name ?? '?'}</h1>
        </div>
        <div className={css.bagsLeft}>
          <strong data-testid="bags-left">{left}</strong>
          <span>{t('handover.bagsLeft')}</span>
        </div>
      </div>
      <div className={css.bagGrid}>
        {toTake.map(({ order, parcels }) => (
          <article key={order.id} className={css.order}>
            <h2 className={css.orderNo}>{order.daySequence}</h2>
            <ul className={css.bags}>
              {parcels.map((parcel) => {
                const isScanned = scannedParcelIds.includes(parcel.id);
                return (
                  <li key={parcel.id} className={isScanned ? css.bagScanned : css.bag}>
                    {isScanned ? <IconCircleCheck size={40} aria-hidden /> : <IconCircleDashed size={40} aria-hidden />}
                    <span>
                      <strong>{t('handover.bag', { no: parcel.bagNo })}</strong>
                      <span className={css.bagNote}>
                        {isScanned
                          ? t('handover.scanned')
                          : parcel.shelfCode === null
                            ? t('handover.noPlace')
                            : t('handover.place', { place: parcel.shelfCode })}
                      </span>
                    </span>
                  </li>
                );
              })}
              {parcels.length === 0 ? <li className={css.bag}>{t('handover.notReady')}</li> : null}
            </ul>
          </article>
        ))}
      </div>
      <span className={css.scanNow}>
        <IconBarcode size={44} aria-hidden /> {t('handover.scanBags')}
      </span>
    </section>
  );
}
