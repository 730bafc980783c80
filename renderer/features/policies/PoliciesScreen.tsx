import { IconArrowBackUp, IconDeviceFloppy, IconRoute } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { type PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { pickingPolicyOf } from '#shared/rules/siteRulesOf.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { plain } from '#renderer/bridge/takeWork.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { dayToReplay, toFloorDay } from './dayToReplay.ts';
import css from './PoliciesScreen.module.css';
import { PolicyForm } from './PolicyForm.tsx';
import { ReplayTable } from './ReplayTable.tsx';
import { Stepper } from './Stepper.tsx';

/** Most pickers of a replay. */
const maxPickers = 20;

/** How the site makes its pick tasks, and what another choice would have done to yesterday's orders. */
export function PoliciesScreen() {
  const station = useStation();
  const { t } = useText();
  useRecordChanges(['site']);
  const operator = useObservable(station.operator);
  const site = station.store.view.site();
  const current = pickingPolicyOf(site);
  const [draft, setDraft] = useState<PickingPolicy>(current);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(current);
  const maySet = operator !== null && isPermitted(operator.roles, 'setPickingPolicy');
  const save = useCallback(() => {
    if (!maySet || !isChanged) return;
    station.runner.submitJob(() =>
      plain(
        stepWith(null, 'ok', {
          drafts: [{ kind: 'setPickingPolicy', payload: { policy: draft } }],
          message: { key: 'policies.saved', params: {} },
        }),
      ),
    );
  }, [station, draft, maySet, isChanged]);
  const undo = useCallback(() => setDraft(current), [current]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() === 'S') save();
        else if (key === 'Escape') undo();
        else return false;
        return true;
      },
      [save, undo],
    ),
  );
  return (
    <main className={css.screen}>
      <header className={css.top}>
        <div className={css.heading}>
          <h1 className={css.title}>{t('policies.title')}</h1>
          <span className={css.quiet}>{maySet ? t('policies.hint') : t('policies.onlySupervisor')}</span>
        </div>
        <BigButton icon={IconArrowBackUp} label={t('policies.undo')} keyLabel="Esc" isDisabled={!isChanged} onPress={undo} />
        <BigButton
          icon={IconDeviceFloppy}
          label={t('policies.save')}
          keyLabel="S"
          look="main"
          isHuge
          isDisabled={!isChanged || !maySet}
          onPress={save}
        />
      </header>
      <div className={css.columns}>
        <Panel title={t('policies.rules')} isFilling>
          <PolicyForm policy={draft} isLocked={!maySet} onChange={setDraft} />
        </Panel>
        <EffectPanel current={current} draft={isChanged ? draft : null} />
      </div>
    </main>
  );
}

/** The day's orders again: under the policy in force, and under the draft. */
function EffectPanel(props: { current: PickingPolicy; draft: PickingPolicy | null }) {
  const station = useStation();
  const { t } = useText();
  const [pickers, setPickers] = useState(3);
  // The day is read once: a replay that starts anew with every order would never end.
  const replayed = useMemo(() => dayToReplay(station.store, station.nowMs()), [station]);
  const day = useMemo(() => (replayed === null ? null : toFloorDay(station.store, replayed, pickers)), [station, replayed, pickers]);
  const hasWalk = station.store.view.site()?.walk !== undefined;
  const count = replayed?.orders.length ?? 0;
  const note = replayed === null ? '' : t(replayed.day === 'yesterday' ? 'policies.ordersYesterday' : 'policies.ordersToday', { count });
  return (
    <Panel title={t('policies.effect')} note={note} isFilling>
      {day === null ? (
        <EmptyState isPart icon={IconRoute} title={t('policies.noDay')} hint={t(hasWalk ? 'policies.noOrders' : 'policies.noWalk')} />
      ) : (
        <>
          <Stepper label={t('policies.pickers')} amount={pickers} least={1} most={maxPickers} by={1} onChange={setPickers} />
          <ReplayTable day={day} current={props.current} draft={props.draft} />
        </>
      )}
    </Panel>
  );
}
