import { Navigate, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback, useContext, useEffect, useRef } from 'react';
import type { Operator } from '#shared/model/operator/operator.ts';
import type { OrderStage } from '#shared/model/order/order.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useView } from '#renderer/bridge/useStore.ts';
import { ChoiceLayer } from '#renderer/features/scan/ChoiceLayer.tsx';
import { SignInScreen } from '#renderer/features/signIn/SignInScreen.tsx';
import { type Workplace, workplacesOf, WorkplaceScreen } from '#renderer/features/station/WorkplaceScreen.tsx';
import { TrainingBar } from '#renderer/features/training/TrainingBar.tsx';
import { TrainingKey } from '#renderer/features/training/TrainingKey.tsx';
import { VoiceProvider } from '#renderer/features/voice/VoiceContext.tsx';
import { VoiceFollower } from '#renderer/features/voice/VoiceFollower.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BugScreen } from './BugScreen.tsx';
import { ConnectionStrip } from './ConnectionStrip.tsx';
import { LastMessage } from './LastMessage.tsx';
import { NavRail, type ScreenName, screens, trainingScreens } from './NavRail.tsx';
import css from './Shell.module.css';
import { ShellContext } from './ShellContext.ts';
import { StopLayer } from './StopLayer.tsx';
import { Toggles } from './Toggles.tsx';

/** The frame of every screen: strip above, navigation left, the last message below, a stop over everything. */
export function Shell() {
  const station = useStation();
  const shell = useContext(ShellContext);
  const operator = useObservable(station.operator);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [queue, packing, handover, board] = useView(countMarks, ['order', 'alert'], 'frame');
  useOperatorsLanguage(operator);
  const go = useCallback((screen: ScreenName) => void navigate({ to: `/${screen}` }), [navigate]);
  const signOut = useCallback(() => {
    station.runner.submitJob(
      () => ({
        step: stepWith(null, 'ok', {
          drafts: [{ kind: 'signOut', payload: {} }],
          effects: [{ kind: 'go', screen: 'signIn', subjectId: null }],
        }),
        isHandedOn: false,
        asOperatorId: null,
        settled: () => shell.setOperator(null),
      }),
      'signOut',
    );
  }, [station, shell]);
  if (operator === null) {
    return (
      <>
        <SignInScreen onDone={shell.setOperator} corner={shell.isTraining ? <Toggles /> : <SignInCorner />} />
        <StopLayer />
      </>
    );
  }
  const screen = pathname.split('/')[1] ?? '';
  return (
    <VoiceProvider>
      <div className={css.shell}>
        {shell.isTraining ? (
          <TrainingBar screen={screen}>
            <Toggles />
          </TrainingBar>
        ) : (
          <ConnectionStrip
            isHostUp={shell.isHostUp}
            onSignOut={signOut}
            onSync={() => go('sync')}
            onDevices={() => go('devices')}
            onVoice={() => void navigate({ to: '/voice' })}
          />
        )}
        <NavRail
          only={shell.isTraining ? trainingScreens : screens}
          roles={operator.roles}
          current={screen}
          onGo={go}
          marks={{ queue, packing, handover, board }}
        />
        <div className={css.content}>
          <BugScreen>
            <Outlet />
          </BugScreen>
        </div>
        <LastMessage />
        <ChoiceLayer />
        <StopLayer />
        <VoiceFollower />
      </div>
    </VoiceProvider>
  );
}

/** The language follows the person when the person changes; after that, and after a restart, the toggle wins. */
function useOperatorsLanguage(operator: Operator | null): void {
  const { setLanguage } = useText();
  const language = operator?.language;
  const operatorId = operator?.id;
  const lastOperatorId = useRef(operatorId);
  useEffect(() => {
    if (lastOperatorId.current === operatorId) return;
    lastOperatorId.current = operatorId;
    if (language !== undefined) setLanguage(language);
  }, [operatorId, language, setLanguage]);
}

/** What can be done before signing in: practise, and choose language and colours. */
function SignInCorner() {
  return (
    <span className={css.corner}>
      <TrainingKey className={css.cornerKey} />
      <Toggles />
    </span>
  );
}

/** The numbers beside the screens' names. The frame is painted again only when one of them is another. */
function countMarks(store: StationStore): readonly [queue: number, packing: number, handover: number, board: number] {
  const orders = store.find.openOrders();
  const at = (stage: OrderStage) => orders.filter((order) => order.stage === stage).length;
  const openAlerts = [...store.all('alert')].filter((alert) => alert.status === 'open').length;
  return [orders.length, at('picked'), at('packed'), openAlerts];
}

/** The first screen after signing in: where to work. */
export function Home() {
  const station = useStation();
  const navigate = useNavigate();
  const operator = useObservable(station.operator);
  const choices = workplacesOf(operator?.roles ?? []);
  const choose = useCallback(
    (workplace: Workplace) => void navigate({ to: workplace === 'picking' ? '/queue' : `/${workplace}` }),
    [navigate],
  );
  const only = choices.length === 1 ? choices[0] : undefined;
  if (choices.length === 0) return <Navigate to="/queue" />;
  if (only !== undefined) return <Navigate to={only === 'picking' ? '/queue' : `/${only}`} />;
  return <WorkplaceScreen choices={choices} onChoose={choose} />;
}
