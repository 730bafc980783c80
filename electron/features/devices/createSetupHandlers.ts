import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { deviceSetupContract } from '#shared/features/devices/deviceSetupContract.ts';
import type { DeviceSetup, SetupProblem } from '#shared/ports/deviceSetup.ts';
import { learnScalePattern } from '#shared/wire/scale/learnScalePattern.ts';

const os = implement(deviceSetupContract).$context<BridgeContext>();

/** Handlers of the set-up contract over the hub's set-up. */
export function createSetupHandlers(setup: DeviceSetup) {
  return {
    state: os.state.handler(() => setup.state()),
    save: os.save.handler(async ({ input }) => toSaved(await setup.save(input.setting))),
    remove: os.remove.handler(async ({ input }) => toSaved(await setup.remove(input.deviceId))),
    swap: os.swap.handler(async ({ input }) => toSaved(await setup.swap(input.deviceId, input.otherId))),
    replaceAll: os.replaceAll.handler(async ({ input }) => toSaved(await setup.replaceAll(input.devices))),
    setTraining: os.setTraining.handler(async ({ input }) => {
      await setup.setTraining(input.isTraining);
      return setup.state();
    }),
    train: os.train.handler(({ input }) => ({ isDone: setup.train(input) })),
    tareScale: os.tareScale.handler(async ({ input }) => ({ isDone: await setup.tareScale(input.deviceId) })),
    recordScale: os.recordScale.handler(async ({ input }) => ({ characters: await setup.recordScale(input.deviceId) })),
    learnScale: os.learnScale.handler(({ input }) => {
      const learnt = learnScalePattern(input.recordings);
      return learnt.ok ? { pattern: learnt.value, refusal: null } : { pattern: null, refusal: learnt.error };
    }),
    printTest: os.printTest.handler(async ({ input, errors }) => {
      const printed = await setup.printTest(input.deviceId, input.jobId, input.captions);
      if (!printed.ok) throw errors.REFUSED({ data: printed.error });
      return printed.value;
    }),
    settledJobs: os.settledJobs.handler(() => setup.settledJobs()),
    reprint: os.reprint.handler(async ({ input }) => {
      const printed = await setup.reprint(input.jobId, input.newJobId, input.cause);
      return printed.ok ? printed.value : null;
    }),
    audit: os.audit.handler(() => setup.decisions()),
  };
}

function toSaved(problems: readonly SetupProblem[]): { problems: SetupProblem[] } {
  return { problems: [...problems] };
}
