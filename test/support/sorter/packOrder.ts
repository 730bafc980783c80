import type { OrderId } from '#shared/base/ids.ts';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { TestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { pickAll } from '#test/support/pickAll.ts';
import { testGtins } from '#test/support/testSite.ts';

/** Places an order of one milk, and picks and packs it. Gives its bag. */
export async function packOrder(test: TestStore): Promise<{ readonly orderId: OrderId; readonly parcel: () => Parcel }> {
  const orderId = await test.place({ milk: 1 });
  await pickAll(test, orderId, `T${orderId}`);
  const table = driveWorkflow(test, startPacking(), stepPacking, settlePacking);
  await table.scan(toSiteCode('tote', `T${orderId}`));
  await table.scan(testGtins.milk);
  return { orderId, parcel: () => test.store.find.parcelsOfOrder(orderId)[0]! };
}
