import type { SetupState } from '#shared/features/devices/deviceSetupContract.ts';
import type { PrintAuditEntry } from '#shared/features/devices/printAudit.ts';
import type { DeviceState, PrintJob } from '#shared/model/device/device.ts';
import { deviceSettings } from '#shared/model/device/deviceSetting.ts';
import type { createFakeBridge } from './fakeBridge.ts';

const settings = deviceSettings.parse([
  { kind: 'scanner', via: 'serial', deviceId: 'scanner-1', name: '手持扫码枪', path: '/dev/ttyACM0' },
  { kind: 'scanner', via: 'hid', deviceId: 'scanner-2', name: '台面扫码枪', path: '/dev/hidraw0' },
  { kind: 'printer', via: 'tcp', deviceId: 'printer-1', name: '面单打印机', host: '10.0.3.21', port: 9100 },
  { kind: 'printer', via: 'tcp', deviceId: 'printer-2', name: '备用打印机', host: '10.0.3.22', port: 9100, isFallback: true },
  { kind: 'scale', via: 'serial', deviceId: 'scale-1', name: '台秤', path: '/dev/ttyS0', protocol: 'pattern' },
]);
const minuteMs = 60_000;

/** A station with two scanners, two printers of which one is out of paper, a scale, labels at every stage, and decisions about labels. */
export function showManyDevices(host: ReturnType<typeof createFakeBridge>, nowMs: number, isTraining = false): void {
  const devices = settings.map((setting, index): DeviceState => ({
    ...{ deviceId: setting.deviceId, kind: setting.kind, name: setting.name, isSimulated: isTraining },
    address:
      'path' in setting ? `${setting.via} ${setting.path}` : 'host' in setting ? `${setting.via} ${setting.host}:${setting.port}` : '',
    status: setting.deviceId === 'printer-2' ? 'fault' : 'ready',
    fault: setting.deviceId === 'printer-2' ? 'device.paperOut' : null,
    sinceMs: nowMs - (index + 1) * 7 * minuteMs,
    lastEventAtMs: index === 1 ? null : nowMs - index * 4_000,
    malformedFrames: index === 4 ? 3 : 0,
  }));
  const decisions: PrintAuditEntry[] = [
    { atMs: nowMs - 9 * minuteMs, jobId: 'j-1', subject: '0042', act: 'reprint', operator: '林晓', reason: 'damaged' },
    { atMs: nowMs - 30 * minuteMs, jobId: 'j-2', subject: '0037', act: 'notPrinted', operator: '何主管', reason: 'looked' },
  ];
  host.setSetup({ devices: settings, isTraining } satisfies SetupState, decisions);
  host.setConnection({ devices });
  const job = (jobId: string, subject: string, status: PrintJob['status'], fault: string | null): PrintJob => ({
    ...{ jobId, subject, status, fault, template: 'bag', parcelId: null, printerId: 'printer-1', isReprint: jobId === 'j-9' },
    createdAtMs: nowMs - 3 * minuteMs,
    updatedAtMs: nowMs - minuteMs,
  });
  host.printed.push(job('j-5', '0051', 'confirmed', null), job('j-6', '0052', 'confirmed', null));
  for (const one of [
    job('j-7', '0053', 'unknown', 'device.notCounted'),
    job('j-8', '0054', 'queued', 'device.paperOut'),
    job('j-9', '0055', 'sending', null),
  ])
    host.pushJob(one);
}
