import type { Channel, Order } from '#shared/model/order/order.ts';
import type { OrderDocument } from './orderDocument.ts';

/** How a channel differs. Durations in milliseconds. */
export type ChannelPolicy = {
  /** Placement to door, when the channel gives no promise of its own. */
  readonly promiseMs: number;
  /** The platform accepts by itself as soon as the gates are open. */
  readonly isAutoAccepted: boolean;
  /** Not accepted before it is paid. */
  readonly needsPayment: boolean;
  /** Not released before customs cleared it. */
  readonly needsCustomsClearance: boolean;
  /** Shortest time between accepting and reporting pick-done to the channel. */
  readonly minPickDoneAfterAcceptMs: number;
  /** Whether the channel takes a second pick-done report for one order. */
  readonly mayPickDoneTwice: boolean;
  /** When the last line turns out short with nothing picked, the order is cancelled. */
  readonly lastLineShortMeansCancel: boolean;
  /** How long before promise minus the site's own promise time the order may be released; null: at once. */
  readonly releaseLeadMs: number | null;
  /** Orders are packed and handed over by pick-up point and leader. */
  readonly isGroupLot: boolean;
  /** Cases may be taken from reserve bins. */
  readonly picksByCase: boolean;
  /** Arrives for a waiting order and is not put away. */
  readonly isCrossDock: boolean;
  /** Leaves with a courier of the site. */
  readonly needsCourier: boolean;
  /** Papers printed beside the bag's label. */
  readonly documents: readonly OrderDocument[];
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const instant: ChannelPolicy = {
  promiseMs: 30 * minuteMs,
  isAutoAccepted: true,
  needsPayment: true,
  needsCustomsClearance: false,
  minPickDoneAfterAcceptMs: 0,
  mayPickDoneTwice: true,
  lastLineShortMeansCancel: true,
  releaseLeadMs: null,
  isGroupLot: false,
  picksByCase: false,
  isCrossDock: false,
  needsCourier: true,
  documents: [],
};

/** The one table in which channels differ. */
export const channelPolicies: Readonly<Record<Channel, ChannelPolicy>> = {
  app: instant,
  miniProgram: instant,
  marketplace: { ...instant, minPickDoneAfterAcceptMs: minuteMs, mayPickDoneTwice: false },
  scheduled: { ...instant, promiseMs: 4 * hourMs, releaseLeadMs: 10 * minuteMs },
  b2b: {
    ...instant,
    promiseMs: 24 * hourMs,
    needsPayment: false,
    isAutoAccepted: false,
    lastLineShortMeansCancel: false,
    releaseLeadMs: 4 * hourMs,
    picksByCase: true,
    documents: ['deliveryNote'],
  },
  groupBuy: { ...instant, promiseMs: 24 * hourMs, releaseLeadMs: 4 * hourMs, isGroupLot: true, documents: ['groupManifest'] },
  liveStream: { ...instant, promiseMs: 24 * hourMs, releaseLeadMs: 12 * hourMs },
  crossBorder: { ...instant, promiseMs: 24 * hourMs, needsCustomsClearance: true, releaseLeadMs: 4 * hourMs, documents: ['customsSheet'] },
  c2m: {
    ...instant,
    promiseMs: 24 * hourMs,
    isAutoAccepted: false,
    lastLineShortMeansCancel: false,
    releaseLeadMs: 4 * hourMs,
    isCrossDock: true,
  },
  walkIn: { ...instant, promiseMs: 15 * minuteMs, needsCourier: false },
};

/** The earliest instant at which pick-done may be reported to the order's channel. */
export function earliestPickDoneAtMs(order: Pick<Order, 'channel' | 'timeline'>): number {
  const acceptedAtMs = order.timeline.find((entry) => entry.stage === 'accepted')?.atMs ?? 0;
  return acceptedAtMs + channelPolicies[order.channel].minPickDoneAfterAcceptMs;
}

/** The earliest instant at which an order may be released; 0 where the channel sets none. */
export function earliestReleaseAtMs(order: Pick<Order, 'channel' | 'promiseAtMs'>, sitePromiseMs: number): number {
  const { releaseLeadMs } = channelPolicies[order.channel];
  return releaseLeadMs === null ? 0 : order.promiseAtMs - sitePromiseMs - releaseLeadMs;
}
