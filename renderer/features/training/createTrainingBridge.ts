import type { PrintJob } from '#shared/model/device/device.ts';
import type { Bridge } from '#renderer/bridge/openBridge.ts';

type Client = Bridge['client'];
type PrintRequest = Parameters<Client['devices']['print']>[0];
type CallOptions = Parameters<Client['devices']['scans']>[1];

/** What of the host practice may use: scans and the state of lines and devices. Everything else is answered here. */
type TrainingClient = {
  readonly station: Pick<Client['station'], 'connection'>;
  readonly devices: Pick<
    Client['devices'],
    'scans' | 'acknowledgeScans' | 'submitWedgeScan' | 'weights' | 'printJobs' | 'print' | 'printPreview'
  >;
};

/**
 * A line to the host for practice: scanners work as they do, labels are "printed" in this page, and there is no way to the store's link,
 * the LAN, the sorter, robots or the wallboard: they are not part of it.
 */
export function createTrainingBridge(live: Bridge, nowMs: () => number): Bridge {
  const { client } = live;
  const quiet = silence();
  const printed = new Map<string, PrintJob>();
  const trainingClient: TrainingClient = {
    station: { connection: client.station.connection },
    devices: {
      scans: client.devices.scans,
      acknowledgeScans: client.devices.acknowledgeScans,
      submitWedgeScan: client.devices.submitWedgeScan,
      // Practice goods weigh nothing: a weight on the scale is somebody else's.
      weights: quiet as unknown as Client['devices']['weights'],
      printJobs: quiet as unknown as Client['devices']['printJobs'],
      print: (async (request: PrintRequest) => {
        const job = toPrinted(request, nowMs());
        printed.set(job.jobId, job);
        return job;
      }) as unknown as Client['devices']['print'],
      printPreview: (async () => ({ pngDataUrl: null })) as unknown as Client['devices']['printPreview'],
    },
  };
  return { ...live, client: trainingClient as unknown as Client, refresh: async () => undefined, close: () => undefined };
}

/** A stream that says nothing until it is given up. */
function silence() {
  return async (_: unknown, options?: CallOptions) =>
    (async function* () {
      await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
      yield* [];
    })();
}

function toPrinted(request: PrintRequest, atMs: number): PrintJob {
  const { jobId, template, subject, parcelId, isReprint } = request;
  const settled = { printerId: 'training', status: 'confirmed', fault: null, createdAtMs: atMs, updatedAtMs: atMs } as const;
  return { jobId, template, subject, parcelId, isReprint, ...settled };
}
