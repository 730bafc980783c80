import { createDeviceHub, type DeviceHubOptions } from '#electron/host/devices/createDeviceHub.ts';
import { silentLog } from '#shared/base/log.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import { deviceSetting, type DeviceSettingInput } from '#shared/model/device/deviceSetting.ts';
import { drawLabelsHere } from './labels/drawLabelsHere.ts';
import type { DeviceHub, PrintOrder } from '#shared/ports/deviceHub.ts';

/** One for all hubs of a test file: a thread for each would take longer than what is tested. */
const drawer = drawLabelsHere();
const clock = { nowMs: () => Date.now() };
const printTimes = { preflightMs: 500, confirmMs: 1_500, pollMs: 50 };

/** A real hub over these devices; closed by the test. */
export function openDeviceHub(
  dataFolder: string,
  devices: readonly DeviceSettingInput[],
  more: Partial<DeviceHubOptions> = {},
): Promise<DeviceHub> {
  return createDeviceHub({
    dataFolder,
    devices: devices.map((one) => deviceSetting.parse(one)),
    clock,
    log: silentLog,
    printTimes,
    labelDrawer: drawer,
    ...more,
  });
}

/** A bag label. */
export function bagOrder(jobId: string): PrintOrder {
  return { jobId, template: 'bag', subject: jobId, parcelId: null, fields: { code: 'PC-1-A', orderNo: jobId }, isReprint: false };
}

/** Prints and waits until the job is no longer on its way. */
export async function printAndWait(hub: DeviceHub, order: PrintOrder): Promise<PrintJob> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 15_000);
  const jobs = hub.printJobs(stop.signal);
  const printed = await hub.print(order);
  if (!printed.ok) throw new Error(printed.error.code);
  try {
    for await (const job of jobs) if (job.jobId === order.jobId && ['confirmed', 'unknown', 'failed'].includes(job.status)) return job;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  throw new Error(`job ${order.jobId} never ended`);
}
