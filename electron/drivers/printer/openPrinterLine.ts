import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import type { OpenLine } from '#electron/drivers/line/byteLine.ts';
import { openSerialLine } from '#electron/drivers/line/openSerialLine.ts';
import { openTcpLine, type TcpManner } from '#electron/drivers/line/openTcpLine.ts';

/** Longest wait for a printer to take a connection, and how long its socket outlives a job. */
const printerManner: TcpManner = { connectTimeoutMs: 700, lingerMs: 300 };

/** The raw way to a printer: port 9100 of a network printer, or a serial port. A new one for every job. */
export function openPrinterLine(setting: Extract<PrinterSetting, { via: 'tcp' | 'serial' }>, addresses: AddressBook): OpenLine {
  return setting.via === 'serial' ? openSerialLine(setting) : openTcpLine(setting, addresses, printerManner);
}
