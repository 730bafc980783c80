import type { CourierId, SiteId } from '#shared/base/ids.ts';
import type { ImportKind } from '#shared/wire/platform/platformMessages.ts';
import type { PlatformApi } from './createPlatformApi.ts';
import type { LoadedDemoSite } from './site/loadDemoSite.ts';

/** Keys of the people outside: one for all channels, one for each courier. */
export type WorldKeys = { readonly channelKey: string; readonly courierKeys: ReadonlyMap<CourierId, string> };

/** Creates the demo site on a platform and imports everything it holds, through the ways in that integrators use. Throws when a row was refused. */
export async function setUpSite(admin: PlatformApi, demo: LoadedDemoSite): Promise<void> {
  await admin.sites.create(demo.site);
  const files: readonly (readonly [ImportKind, readonly unknown[]])[] = [
    ['zones', demo.zones],
    ['bins', demo.bins],
    ['shelfPlaces', demo.shelfPlaces],
    ['skus', demo.skus],
    ['operators', demo.operators],
    ['totes', demo.totes],
    ['couriers', demo.couriers],
    ['stock', demo.stock],
  ];
  for (const [kind, rows] of files) {
    const report = await admin.sites.import({ params: { siteId: demo.site.id, kind }, body: [...rows] });
    if (report.failed > 0)
      throw new Error(`import of ${kind}: ${report.failed} of ${report.rows} rows were refused: ${JSON.stringify(report.errors[0])}`);
  }
}

/** Makes keys for this run of the world. */
export async function issueKeys(admin: PlatformApi, siteId: SiteId, courierIds: readonly CourierId[]): Promise<WorldKeys> {
  const { key: channelKey } = await admin.sites.createKey({ siteId, kind: 'channel', name: 'world' });
  const courierKeys = new Map<CourierId, string>();
  for (const courierId of courierIds) {
    const { key } = await admin.sites.createKey({ siteId, kind: 'courier', name: `world ${courierId}`, courierId });
    courierKeys.set(courierId, key);
  }
  return { channelKey, courierKeys };
}
