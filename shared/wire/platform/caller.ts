import type { CourierId, SiteId, StationId } from '#shared/base/ids.ts';
import type { Channel } from '#shared/model/order/order.ts';

/** Who sent a request to the platform, as its token or key says. */
export type Caller =
  | { readonly kind: 'admin' }
  | { readonly kind: 'station'; readonly stationId: StationId; readonly siteId: SiteId }
  /** `channels` null: all channels of the site. */
  | { readonly kind: 'channel'; readonly keyId: string; readonly siteId: SiteId; readonly channels: readonly Channel[] | null }
  | { readonly kind: 'courier'; readonly keyId: string; readonly siteId: SiteId; readonly courierId: CourierId };
