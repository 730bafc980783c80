import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import { createIppClient } from '#electron/drivers/printer/createIppClient.ts';
import { createIppPrinter } from '#electron/drivers/printer/createIppPrinter.ts';
import { createRawPrinter } from '#electron/drivers/printer/createRawPrinter.ts';
import { openPrinterLine } from '#electron/drivers/printer/openPrinterLine.ts';
import { printerDialects } from '#electron/drivers/printer/printerDialects.ts';
import type { PrinterDriver, PrintTimes } from '#electron/drivers/printer/printerDriver.ts';
import { toDotsPerMm, type LabelMaker } from './createLabelMaker.ts';

/** A printer as the queue keeps it. One thing at a time: a job, a question or a clearing. */
export type PrinterUnit = {
  readonly setting: PrinterSetting;
  readonly driver: PrinterDriver;
  isBusy: boolean;
  /** Why it gets no job now, a message key; null while it is thought well. */
  fault: string | null;
  /** It may still hold a label that a person has decided about. */
  mustClear: boolean;
  /** Rounds in which it could not yet say what became of its unknown jobs. */
  roundsUnclear: number;
};

/** How printers are found and waited for. */
export type PrinterWays = { readonly addresses: AddressBook; readonly times?: PrintTimes | undefined };

/** Makes the driver that the setting asks for; null where no emitter speaks the printer's language. */
export function createPrinterUnit(setting: PrinterSetting, labels: LabelMaker, ways: PrinterWays): PrinterUnit | null {
  if (!labels.speaks(setting.language)) return null;
  const { language, isShared } = setting;
  const { addresses, times } = ways;
  const toBytes: Parameters<typeof createRawPrinter>[0]['toBytes'] = (label) => labels.toBytes(label, language, toDotsPerMm(setting.dpi));
  const driver =
    setting.via === 'ipp'
      ? createIppPrinter({ client: createIppClient(setting, addresses), believesQueue: setting.believesQueue, toBytes, times })
      : createRawPrinter({ open: openPrinterLine(setting, addresses), dialect: printerDialects[language], isShared, toBytes, times });
  return { setting, driver, isBusy: false, fault: null, mustClear: false, roundsUnclear: 0 };
}
