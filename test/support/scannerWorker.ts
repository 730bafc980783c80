import { setTimeout as delay } from 'node:timers/promises';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import type { ScanMoments, StationPage } from '#test/support/openStationPage.ts';
import type { TestFloor, TestStation } from '#test/support/startTestFloor.ts';
import { testBinCode, testGtins, type TestSkuName } from '#test/support/testSite.ts';

/** A person whose only tool is the scanner: each scan waits until the last one was heard and painted. */
export type ScannerWorker = {
  scan(code: string): Promise<ScanMoments>;
  signIn(badgeCode?: string): Promise<void>;
  /** Opens the order's task and binds the tote. */
  startPicking(order: OrderStatus, toteCode: string): Promise<void>;
  /** Bin, then every unit. */
  pick(name: Exclude<TestSkuName, 'apples'>, units: number): Promise<void>;
  pack(toteCode: string, goods: ReadonlyArray<Exclude<TestSkuName, 'apples'>>): Promise<void>;
  shelve(parcelCode: string, shelfCode: string): Promise<void>;
  giveToCourier(courierCode: string, parcelCodes: readonly string[]): Promise<void>;
};

/** A person cannot pull the trigger twice within the window in which the same code is a hardware bounce. */
const sameCodeAgainMs = 200;

/** The worker of one station; scans are counted as the host numbers them. */
export function createScannerWorker(station: TestStation, screen: StationPage): ScannerWorker {
  let scanNo = 0;
  let lastCode = '';
  const scan = async (code: string): Promise<ScanMoments> => {
    scanNo += 1;
    await delay(code === lastCode ? sameCodeAgainMs : 0);
    lastCode = code;
    await station.scan(code);
    return screen.momentsOf(scanNo);
  };
  return {
    scan,
    signIn: async (badgeCode = '1001') => void (await scan(toSiteCode('badge', badgeCode))),
    startPicking: async (order, toteCode) => {
      await scan(toSiteCode('order', String(order.daySequence)));
      await scan(toSiteCode('tote', toteCode));
    },
    pick: async (name, units) => {
      await scan(toSiteCode('bin', testBinCode(name)));
      for (let unit = 0; unit < units; unit++) await scan(testGtins[name]);
    },
    pack: async (toteCode, goods) => {
      await scan(toSiteCode('tote', toteCode));
      for (const name of goods) await scan(testGtins[name]);
    },
    shelve: async (parcelCode, shelfCode) => {
      await scan(toSiteCode('parcel', parcelCode));
      await scan(toSiteCode('shelfPlace', shelfCode));
    },
    giveToCourier: async (courierCode, parcelCodes) => {
      await scan(toSiteCode('courier', courierCode));
      for (const parcelCode of parcelCodes) await scan(toSiteCode('parcel', parcelCode));
    },
  };
}

/** The courier's own confirmation, as the courier's phone sends it. */
export async function deliver(floor: TestFloor, courierId: string, orderId: string): Promise<void> {
  await floor.call('POST', `/sites/${floor.site.site.id}/couriers/${courierId}/deliveries`, { orderId });
}

/** Text on the label printed last that is a parcel code. */
export function printedParcelCodes(floor: TestFloor): string[] {
  return floor.printer.labels().flatMap((label) => [...label.zpl.matchAll(/PC-([0-9A-Z-]+)-[0-9A-Z]/g)].map((match) => match[1] ?? ''));
}
