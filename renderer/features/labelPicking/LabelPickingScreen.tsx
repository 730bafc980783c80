import {
  IconArrowBackUp,
  IconBarcode,
  IconBasket,
  IconDoorExit,
  IconMapPin,
  IconPlayerPause,
  IconShoppingBagX,
  IconTag,
} from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { startLabelPicking, type LabelHands, type LabelPickingState } from '#shared/features/labelPicking/labelPickingState.ts';
import { labelWaves, type LabelWave } from '#shared/features/labelPicking/labelWaves.ts';
import { stepLabelPicking, taskInHand } from '#shared/features/labelPicking/stepLabelPicking.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useLabelHands } from '#renderer/bridge/useLabelHands.ts';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useWorkflow, type WorkflowParts } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Picture } from '#renderer/ui/Picture.tsx';
import { Scroller } from '#renderer/ui/Scroller.tsx';
import css from './LabelPickingScreen.module.css';

const keyActions: Readonly<Record<string, SheetAction>> = { U: 'undo', F8: 'undo', X: 'short', P: 'pause', H: 'help', Home: 'home' };
/** Waves with a number key; the rest comes up as these are taken. */
const maxShown = 9;

/** Picking by label: waves of one item, their labels printed first and stuck on the goods at the shelf. */
export function LabelPickingScreen() {
  const station = useStation();
  const { t } = useText();
  const hands = useLabelHands();
  useRecordChanges(['task', 'order', 'site']);
  const { state, act } = useWorkflow(useMemo(() => partsOf(hands), [hands]));
  useKeys(
    useCallback(
      (key) => {
        if (/^[1-9]$/.test(key)) {
          act('choice', key);
          return true;
        }
        const action = keyActions[key.length === 1 ? key.toUpperCase() : key];
        if (action === undefined) return false;
        act(action);
        return true;
      },
      [act],
    ),
  );
  const waves = labelWaves(station.store, hands);
  const task = taskInHand(state, station.store, hands);
  const out = waves.reduce((sum, wave) => sum + wave.mine.length, 0);
  return (
    <main className={css.screen}>
      <header className={css.head}>
        <h1 className={css.title}>{t('labelPick.title')}</h1>
        <span className={css.out} data-testid="labels-out">
          <IconTag size={28} aria-hidden /> {t('labelPick.out', { count: out })}
        </span>
      </header>
      {task === undefined ? <NextLabel out={out} hasWaves={waves.length > 0} /> : <GoodsNow task={task} state={state} />}
      <Waves waves={waves} onTake={(no) => act('choice', String(no))} />
      <div className={css.actions}>
        <BigButton
          icon={IconArrowBackUp}
          label={t('labelPick.layDown')}
          keyLabel="U"
          isDisabled={task === undefined}
          onPress={() => act('undo')}
        />
        <BigButton
          icon={IconShoppingBagX}
          label={t('act.short')}
          keyLabel="X"
          isDisabled={task === undefined}
          onPress={() => act('short')}
        />
        <BigButton
          icon={IconPlayerPause}
          label={t('labelPick.giveBack')}
          keyLabel="P"
          isDisabled={out === 0}
          onPress={() => act('pause')}
        />
        <BigButton icon={IconDoorExit} label={t('labelPick.leave')} keyLabel="Home" onPress={() => act('home')} />
      </div>
    </main>
  );
}

function partsOf(hands: LabelHands): WorkflowParts<LabelPickingState> {
  return {
    name: 'labelPicking',
    start: startLabelPicking,
    step: (state, input, tools) => stepLabelPicking(state, input, tools, hands),
    settle: (state) => state,
    held: (state) => state.held,
    // A label's code belongs to this screen, also with nothing in hand.
    isBusy: () => true,
    kinds: [],
  };
}

/** Nothing in hand: the next label, or the next wave. */
function NextLabel(props: { out: number; hasWaves: boolean }) {
  const { t } = useText();
  if (props.out === 0 && !props.hasWaves)
    return <EmptyState isPart icon={IconBasket} title={t('labelPick.none')} hint={t('labelPick.noneHint')} />;
  return (
    <section className={css.ask}>
      {props.out > 0 ? <IconBarcode size={72} stroke={1.5} aria-hidden /> : <IconTag size={72} stroke={1.5} aria-hidden />}
      <span className={css.askWords}>
        <h2 className={css.askTitle}>{t(props.out > 0 ? 'labelPick.scanNext' : 'labelPick.takeWave')}</h2>
        <p className={css.hint}>{t(props.out > 0 ? 'labelPick.scanNextHint' : 'labelPick.takeWaveHint')}</p>
      </span>
    </section>
  );
}

/** The goods of the label in hand: where, what, how many still. */
function GoodsNow(props: { task: RecordOf<'task'>; state: LabelPickingState }) {
  const { store } = useStation();
  const { t, name } = useText();
  const [step] = props.task.steps;
  if (step === undefined) return null;
  const sku = store.view.get('sku', step.skuId);
  const order = store.view.get('order', step.orderId);
  return (
    <section className={css.goods}>
      <div className={css.picture}>
        <Picture url={pictureUrlOf(sku?.picture)} label={name(sku?.name)} sizePx={null} />
      </div>
      <div className={css.about}>
        <span className={css.place} data-testid="big">
          <IconMapPin size={40} aria-hidden /> {store.view.get('bin', step.binId)?.code ?? '?'}
        </span>
        <h2 className={css.name}>{name(sku?.name)}</h2>
        <p className={css.hint}>{t('labelPick.stickHint', { order: order?.daySequence ?? '?' })}</p>
      </div>
      <span className={css.quantity} data-testid="quantity">
        {step.quantity - props.state.counted}
      </span>
    </section>
  );
}

/** Every item with the number of its orders; the key prints its labels. */
function Waves(props: { waves: readonly LabelWave[]; onTake: (no: number) => void }) {
  const { t, name } = useText();
  return (
    <Scroller className={css.waves ?? ''} label={t('labelPick.waves')}>
      {props.waves.slice(0, maxShown).map((wave, index) => (
        <div key={wave.key} className={css.wave}>
          <Picture url={pictureUrlOf(wave.sku?.picture)} label={name(wave.sku?.name)} sizePx={64} />
          <span className={css.waveWords}>
            <strong className={css.waveBin}>{wave.bin?.code ?? '?'}</strong>
            <span className={css.waveName}>{name(wave.sku?.name)}</span>
          </span>
          <span className={css.waveCount}>
            {t('labelPick.waiting', { count: wave.waiting.length })}
            {wave.mine.length === 0 ? null : <strong> · {t('labelPick.out', { count: wave.mine.length })}</strong>}
          </span>
          <BigButton icon={IconTag} label={t('labelPick.print')} keyLabel={String(index + 1)} onPress={() => props.onTake(index + 1)} />
        </div>
      ))}
    </Scroller>
  );
}
