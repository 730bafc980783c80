import { createHashHistory, createRootRoute, createRoute, createRouter, Navigate, type RouterHistory } from '@tanstack/react-router';
import { asId } from '#shared/base/ids.ts';
import { BoardScreen } from '#renderer/features/board/BoardScreen.tsx';
import { DevicesScreen } from '#renderer/features/devices/DevicesScreen.tsx';
import { DispatchScreen } from '#renderer/features/dispatch/DispatchScreen.tsx';
import { HandoverScreen } from '#renderer/features/handover/HandoverScreen.tsx';
import { LabelPickingScreen } from '#renderer/features/labelPicking/LabelPickingScreen.tsx';
import { LabelsScreen } from '#renderer/features/labels/LabelsScreen.tsx';
import { LabourScreen } from '#renderer/features/labour/LabourScreen.tsx';
import { LinkScreen } from '#renderer/features/link/LinkScreen.tsx';
import { PackingScreen } from '#renderer/features/packing/PackingScreen.tsx';
import { PickingScreen } from '#renderer/features/picking/PickingScreen.tsx';
import { PoliciesScreen } from '#renderer/features/policies/PoliciesScreen.tsx';
import { QueueScreen } from '#renderer/features/queue/QueueScreen.tsx';
import { RobotsScreen } from '#renderer/features/robots/RobotsScreen.tsx';
import { ScanningScreen } from '#renderer/features/scan/setup/ScanningScreen.tsx';
import { SorterScreen } from '#renderer/features/sorter/SorterScreen.tsx';
import { SyncScreen } from '#renderer/features/sync/SyncScreen.tsx';
import { VoiceScreen } from '#renderer/features/voice/VoiceScreen.tsx';
import { BugScreen } from './BugScreen.tsx';
import { Home, Shell } from './Shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Navigate to="/" /> });
const pickingTask = createRoute({
  getParentRoute: () => root,
  path: '/picking/$taskId',
  component: function PickingTask() {
    const { taskId } = pickingTask.useParams();
    return <PickingScreen taskId={asId<'task'>(taskId)} />;
  },
});
const linkBarcode = createRoute({
  getParentRoute: () => root,
  path: '/link/$gtin',
  component: function LinkBarcode() {
    const { gtin } = linkBarcode.useParams();
    return /^\d{14}$/.test(gtin) ? <LinkScreen key={gtin} gtin={gtin} /> : <Navigate to="/queue" />;
  },
});
const routeTree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  createRoute({ getParentRoute: () => root, path: '/queue', component: QueueScreen }),
  createRoute({ getParentRoute: () => root, path: '/picking', component: () => <PickingScreen taskId={null} /> }),
  pickingTask,
  linkBarcode,
  createRoute({ getParentRoute: () => root, path: '/packing', component: PackingScreen }),
  createRoute({ getParentRoute: () => root, path: '/handover', component: HandoverScreen }),
  createRoute({ getParentRoute: () => root, path: '/board', component: BoardScreen }),
  createRoute({ getParentRoute: () => root, path: '/dispatch', component: DispatchScreen }),
  createRoute({ getParentRoute: () => root, path: '/labelPicking', component: LabelPickingScreen }),
  createRoute({ getParentRoute: () => root, path: '/policies', component: PoliciesScreen }),
  createRoute({ getParentRoute: () => root, path: '/devices', component: DevicesScreen }),
  createRoute({ getParentRoute: () => root, path: '/labels', component: LabelsScreen }),
  createRoute({ getParentRoute: () => root, path: '/robots', component: RobotsScreen }),
  createRoute({ getParentRoute: () => root, path: '/sorter', component: SorterScreen }),
  createRoute({ getParentRoute: () => root, path: '/scanning', component: ScanningScreen }),
  createRoute({ getParentRoute: () => root, path: '/labour', component: LabourScreen }),
  createRoute({ getParentRoute: () => root, path: '/voice', component: VoiceScreen }),
  createRoute({ getParentRoute: () => root, path: '/sync', component: SyncScreen }),
]);

/** The screens by address. The address lives behind `#`, so that it works from a file and needs no server. */
export function createAppRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    InnerWrap: ({ children }) => <BugScreen>{children}</BugScreen>,
    defaultErrorComponent: ({ error }) => {
      throw error;
    },
  });
}
