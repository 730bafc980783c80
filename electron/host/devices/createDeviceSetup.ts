import { checkDeviceSetting } from '#shared/features/devices/checkDeviceSetting.ts';
import { swapLines } from '#shared/features/devices/deviceSettingList.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { DeviceSetup, SetupProblem, TrainingStep } from '#shared/ports/deviceSetup.ts';
import type { PrintOrder, PrintRefusal } from '#shared/ports/deviceHub.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import { err, type Result } from '#shared/base/result.ts';
import { testLabelFields, testTemplateName } from '#shared/features/devices/testLabel.ts';
import { startTrainingDevices, type TrainingDevices } from '#electron/drivers/training/startTrainingDevices.ts';
import type { PrintAudit } from '#electron/spool/openPrintAudit.ts';
import type { PrintSpool } from '#electron/spool/openPrintSpool.ts';
import type { DeviceSettings } from './openDeviceSettings.ts';
import { createPrintHistory } from './createPrintHistory.ts';

type SetupPorts = {
  readonly settings: DeviceSettings;
  readonly spool: PrintSpool;
  readonly audit: PrintAudit;
  /** Opens and closes drivers and printers so that exactly these devices are in use. */
  use(devices: readonly DeviceSetting[]): Promise<void>;
  tare(deviceId: string): Promise<boolean>;
  record(deviceId: string): Promise<string>;
  print(order: PrintOrder): Promise<Result<PrintJob, PrintRefusal>>;
  nowMs(): number;
};

type Change = (act: () => Promise<readonly SetupProblem[]>) => Promise<readonly SetupProblem[]>;

/** The part of the hub that changes what devices there are. Changes wait for each other. */
export type StationDeviceSetup = DeviceSetup & {
  /** Takes the devices into use that are set up, or the simulated ones. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Makes the set-up over the stored settings. */
export function createDeviceSetup(ports: SetupPorts): StationDeviceSetup {
  const { settings } = ports;
  let training: TrainingDevices | null = null;
  let work: Promise<unknown> = Promise.resolve();

  const start = async (): Promise<void> => {
    if (settings.isTraining()) training ??= await startTrainingDevices();
    await ports.use(training === null ? settings.list() : training.devices);
    if (!settings.isTraining() && training !== null) {
      const over = training;
      training = null;
      await ports.use(settings.list());
      await over.close();
    }
  };
  /** Runs one change after the other; what the disk refuses is a problem, not an error. */
  const change: Change = (act) => {
    const done = work.then(async () => {
      try {
        const problems = await act();
        if (problems.length === 0) await start();
        return problems;
      } catch {
        return [{ field: 'deviceId', key: 'spool.diskFault', params: {} }];
      }
    });
    work = done;
    return done;
  };
  return {
    ...createPrintHistory(ports),
    start,
    state: () => ({ devices: settings.list(), isTraining: settings.isTraining() }),
    ...settingChanges(settings, change),
    setTraining: async (isTraining) => void (await change(async () => settings.setTraining(isTraining).then(() => []))),
    train: (step) => training !== null && doStep(training, step),
    tareScale: (deviceId) => ports.tare(deviceId),
    recordScale: (deviceId) => ports.record(deviceId),
    printTest: async (deviceId, jobId, captions) => {
      const setting = (training?.devices ?? settings.list()).find((one) => one.deviceId === deviceId);
      if (setting?.kind !== 'printer') return err({ code: 'print.noSuchPrinter', detail: deviceId });
      const fields = { ...captions, ...testLabelFields(setting) };
      const order = { jobId, template: testTemplateName, subject: setting.name, parcelId: null, fields, isReprint: false };
      return await ports.print({ ...order, onlyPrinterId: deviceId });
    },
    close: async () => {
      await work;
      await training?.close();
      training = null;
    },
  };
}

/** The changes a person makes to the list of devices; nothing is saved while there are problems. */
function settingChanges(settings: DeviceSettings, change: Change): Pick<DeviceSetup, 'save' | 'replaceAll' | 'swap' | 'remove'> {
  const save = (given: unknown): Promise<readonly SetupProblem[]> =>
    change(async () => {
      const checked = checkDeviceSetting(given, settings.list());
      if (!checked.ok) return checked.error;
      await settings.save([checked.value]);
      return [];
    });
  const replaceAll = (given: readonly unknown[]): Promise<readonly SetupProblem[]> =>
    change(async () => {
      const checked: DeviceSetting[] = [];
      for (const [index, one] of given.entries()) {
        const result = checkDeviceSetting(one, checked);
        if (!result.ok) return result.error.map((problem) => ({ ...problem, field: `${index + 1}. ${problem.field}` }));
        checked.push(result.value);
      }
      await settings.replaceAll(checked);
      return [];
    });
  const swap = (deviceId: string, otherId: string): Promise<readonly SetupProblem[]> =>
    change(async () => {
      const devices = settings.list();
      const [one, other] = [deviceId, otherId].map((wanted) => devices.find((setting) => setting.deviceId === wanted));
      const swapped = one === undefined || other === undefined ? null : swapLines(one, other);
      if (swapped === null) return [{ field: 'deviceId', key: 'setting.cannotSwap', params: {} }];
      await settings.save(swapped);
      return [];
    });
  return { save, replaceAll, swap, remove: (deviceId) => change(async () => settings.remove(deviceId).then(() => [])) };
}

function doStep(training: TrainingDevices, step: TrainingStep): true {
  if (step.kind === 'scan') training.scan(step.code);
  else if (step.kind === 'weigh') training.weigh(step.grams);
  else training.setPrinterFault(step.fault);
  return true;
}
