import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { devicesContract } from '#shared/features/devices/devicesContract.ts';
import { createSetupHandlers } from './createSetupHandlers.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';

const os = implement(devicesContract).$context<BridgeContext>();

/** Handlers of the devices contract over the hub. Streams end with their caller. */
export function createDeviceHandlers(ports: { readonly hub: DeviceHub }) {
  const { hub } = ports;
  return {
    scans: os.scans.handler(({ signal }) => toIterator(hub.scans(signalOf(signal)))),
    acknowledgeScans: os.acknowledgeScans.handler(({ input }) => hub.acknowledgeScans(input.scanNo)),
    weights: os.weights.handler(({ signal }) => toIterator(hub.weights(signalOf(signal)))),
    zeroScale: os.zeroScale.handler(({ input }) => hub.zeroScale(input.deviceId)),
    print: os.print.handler(async ({ input, errors }) => {
      const { cause, ...order } = input;
      const isNoted = order.isReprint && cause !== undefined;
      const printed = isNoted ? await hub.setup.printAgain(order, cause) : await hub.print(order);
      if (!printed.ok) throw errors.REFUSED({ data: printed.error });
      return printed.value;
    }),
    printJobs: os.printJobs.handler(({ signal }) => toIterator(hub.printJobs(signalOf(signal)))),
    printPreview: os.printPreview.handler(({ input }) => hub.printPreview(input.jobId)),
    settlePrintJob: os.settlePrintJob.handler(async ({ input, errors }) => {
      const settled = await hub.settlePrintJob(input.jobId, input.outcome);
      if (!settled.ok) throw errors.REFUSED({ data: settled.error });
      if (input.cause !== undefined) await hub.setup.noteDecision(input.jobId, input.outcome, input.cause);
      return settled.value;
    }),
    testDevice: os.testDevice.handler(({ input }) => hub.testDevice(input.deviceId)),
    submitWedgeScan: os.submitWedgeScan.handler(async ({ input, errors }) => {
      const taken = await hub.submitWedgeScan(input.text);
      if (!taken) throw errors.REFUSED({ data: { code: 'scan.spoolFull', detail: 'too many scans wait for a screen' } });
      return taken;
    }),
    setup: createSetupHandlers(hub.setup),
  };
}

function signalOf(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}

function toIterator<T>(items: AsyncIterable<T>): AsyncIteratorObject<T, void, void> {
  const iterator = items[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    return: async () => {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  } as AsyncIteratorObject<T, void, void>;
}
