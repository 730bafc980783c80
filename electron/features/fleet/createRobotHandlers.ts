import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { robotsContract } from '#shared/features/robots/robotsContract.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { FleetService } from './createFleetService.ts';

const os = implement(robotsContract).$context<BridgeContext>();

/** Handlers of the robots contract over the service. What only the station in charge may do is answered `away` elsewhere. */
export function createRobotHandlers({ fleet, clock }: { readonly fleet: FleetService; readonly clock: Clock }) {
  const inCharge = () => (fleet.isInCharge() ? fleet.control() : null);
  return {
    ways: os.ways.handler(() => fleet.ways()),
    fleet: os.fleet.handler(({ signal }) => fleet.follow(signal)),
    history: os.history.handler(() => fleet.recorder.history()),
    viewAt: os.viewAt.handler(({ input }) => fleet.recorder.viewAt(input.atMs)),
    carry: os.carry.handler(({ input }) => ({
      answer: inCharge()?.request({ ...input, kind: 'toteToPacking' }, clock.nowMs()) ?? ('away' as const),
    })),
    takeByHand: os.takeByHand.handler(({ input }) => ({
      answer: inCharge()?.takeByHand(input.taskId, input.hasGoods, clock.nowMs()) ?? ('away' as const),
    })),
    pauseAll: os.pauseAll.handler(({ input }) => {
      const control = inCharge();
      if (control !== null) control.isPaused = input.isPaused;
      return { isDone: control !== null };
    }),
    hold: os.hold.handler(({ input }) => {
      const unit = inCharge()?.units.get(input.robot);
      if (unit === undefined) return { isDone: false };
      if (!input.isHeld) unit.release();
      unit.isHeldByPerson = input.isHeld;
      unit.wantsPause = input.isHeld;
      return { isDone: true };
    }),
    remove: os.remove.handler(({ input }) => ({ isDone: inCharge()?.remove(input.robot, clock.nowMs()) ?? false })),
  };
}
