import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count, epochMs } from '#shared/model/common.ts';
import { channel, orderStage } from '#shared/model/order/order.ts';
import { site } from '#shared/model/site/site.ts';
import { courierContract } from './courierContract.ts';
import { labourContract } from './labourContract.ts';
import { promiseContract } from './promiseContract.ts';
import { importKind, importReport, orderIntake, orderReceipt, orderStatus, stationSummary } from './platformMessages.ts';
import {
  changesResponse,
  maxRowsPerPage,
  pushRequest,
  pushResponse,
  relayRequest,
  relayResponse,
  snapshotManifest,
  snapshotPage,
} from './syncMessages.ts';

const siteRef = { siteId: idSchema<'site'>() };
const orderRef = { ...siteRef, orderId: idSchema<'order'>() };
const stationRef = { stationId: idSchema<'station'>() };
const done = z.object({ isDone: z.literal(true) });

/**
 * The platform's HTTP interface; paths are below `/v1`. Errors are problem details (RFC 9457, ./problem.ts).
 * Who may call: `admin` the admin token, `station` a station token, `channel` a channel key, `courier` a courier key; all as `Authorization: Bearer`.
 */
export const platformContract = {
  /** Platform time, for countdowns. Open to all. */
  clock: oc.route({ method: 'GET', path: '/clock', tags: ['stations'] }).output(z.object({ nowMs: epochMs })),

  sites: {
    create: oc
      .route({ method: 'POST', path: '/sites', tags: ['set-up'], summary: 'Create a site, or change its settings (admin)' })
      .input(site)
      .output(z.object({ ...siteRef, epoch: z.string(), headSeq: count, isNew: z.boolean() })),
    list: oc
      .route({ method: 'GET', path: '/sites', tags: ['set-up'], summary: 'All sites (admin)' })
      .output(z.array(z.object({ ...siteRef, code, epoch: z.string(), headSeq: count }))),
    renewEpoch: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/epoch',
        tags: ['set-up'],
        summary: 'After a restore from backup: makes every station load and resend (admin)',
      })
      .input(z.object(siteRef))
      .output(z.object({ epoch: z.string() })),
    issueCode: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/enrolment-codes',
        tags: ['set-up'],
        summary: 'A one-time code for a new station (admin)',
      })
      .input(
        z.object({
          ...siteRef,
          validMs: z
            .number()
            .int()
            .min(1000)
            .max(30 * 86_400_000)
            .optional(),
        }),
      )
      .output(z.object({ oneTimeCode: z.string(), expiresAtMs: epochMs })),
    stations: oc
      .route({ method: 'GET', path: '/sites/{siteId}/stations', tags: ['set-up'], summary: 'Stations of a site (admin)' })
      .input(z.object(siteRef))
      .output(z.array(stationSummary)),
    revokeStation: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/stations/{stationId}/revoke',
        tags: ['set-up'],
        summary: 'Shut a station out (admin)',
      })
      .input(z.object({ ...siteRef, ...stationRef }))
      .output(done),
    createKey: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/keys',
        tags: ['set-up'],
        summary: 'A key for a channel or a courier; shown once (admin)',
      })
      .input(
        z.object({
          ...siteRef,
          kind: z.enum(['channel', 'courier']),
          name: z.string().min(1).max(60),
          /** A channel key may be limited to some channels; a courier key names its courier. */
          channels: z.array(channel).optional(),
          courierId: idSchema<'courier'>().optional(),
        }),
      )
      .output(z.object({ keyId: z.string(), key: z.string() })),
    revokeKey: oc
      .route({ method: 'DELETE', path: '/sites/{siteId}/keys/{keyId}', tags: ['set-up'], summary: 'Make a key worthless (admin)' })
      .input(z.object({ ...siteRef, keyId: z.string().max(80) }))
      .output(done),
    /** Rows as a JSON array (`application/json`) or CSV with a header line (`text/csv`, UTF-8). */
    import: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/import/{kind}',
        tags: ['set-up'],
        inputStructure: 'detailed',
        summary: 'Import layout, catalogue, people or stock; idempotent (admin)',
      })
      .input(
        z.object({
          params: z.object({ ...siteRef, kind: importKind }),
          query: z.object({ dryRun: z.enum(['true', 'false']).optional() }).optional(),
          body: z.union([z.array(z.unknown()), z.string()]),
        }),
      )
      .output(importReport),
  },

  stations: {
    enrol: oc
      .route({ method: 'POST', path: '/stations/enrol', tags: ['stations'], summary: 'Enrol a station with a one-time code (open)' })
      .input(
        z.object({ oneTimeCode: z.string().min(4).max(64), stationName: z.string().min(1).max(60), publicKey: z.string().min(40).max(64) }),
      )
      .output(z.object({ ...stationRef, stationCode: code, ...siteRef, mqttUrl: z.string().nullable() })),
    /** `signature`: Ed25519 over `${stationId}.${atMs}`, base64url; atMs within 5 minutes of the platform's clock or of true time. */
    token: oc
      .route({
        method: 'POST',
        path: '/stations/{stationId}/token',
        tags: ['stations'],
        summary: 'A short-lived station token (signature)',
      })
      .input(z.object({ ...stationRef, atMs: epochMs, signature: z.string().min(80).max(100) }))
      .output(z.object({ token: z.string(), expiresInMs: count, ...siteRef, nowMs: epochMs, mqttUrl: z.string().nullable() })),
  },

  sync: {
    push: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/commands',
        tags: ['sync'],
        summary: 'Push commands of one outbox in dense order (station)',
      })
      .input(z.object({ ...siteRef, ...pushRequest.shape }))
      .output(pushResponse),
    relay: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/relay',
        tags: ['sync'],
        summary: 'Push commands of several outboxes, decided in the order given; all are taken or none (station)',
      })
      .input(z.object({ ...siteRef, ...relayRequest.shape }))
      .output(relayResponse),
    changes: oc
      .route({
        method: 'GET',
        path: '/sites/{siteId}/changes',
        tags: ['sync'],
        summary: 'Rows changed after a sequence, in commit order (station)',
      })
      .input(
        z.object({
          ...siteRef,
          after: z.coerce.number<number>().int().nonnegative(),
          limit: z.coerce.number<number>().int().min(1).max(maxRowsPerPage).optional(),
        }),
      )
      .output(changesResponse),
    snapshot: oc
      .route({ method: 'GET', path: '/sites/{siteId}/snapshot', tags: ['sync'], summary: 'Pages of a consistent snapshot (station)' })
      .input(z.object(siteRef))
      .output(snapshotManifest),
    snapshotPage: oc
      .route({
        method: 'GET',
        path: '/sites/{siteId}/snapshot/pages/{hash}',
        tags: ['sync'],
        summary: 'One page by its SHA-256; 404 SNAPSHOT_PAGE_EXPIRED: ask for the snapshot again (station)',
      })
      .input(z.object({ ...siteRef, hash: z.string().length(64) }))
      .output(snapshotPage),
    news: oc
      .route({
        method: 'GET',
        path: '/sites/{siteId}/news',
        tags: ['sync'],
        summary: 'Server-sent events: the newest site sequence at once and at each change (station)',
      })
      .input(z.object(siteRef))
      .output(eventIterator(z.object({ headSeq: count }))),
  },

  orders: {
    place: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/orders',
        tags: ['orders'],
        summary: 'Place an order; the same body again gives the same order, another body 409 (channel)',
      })
      .input(z.object({ ...siteRef, ...orderIntake.shape }))
      .output(orderReceipt),
    list: oc
      .route({
        method: 'GET',
        path: '/sites/{siteId}/orders',
        tags: ['orders'],
        summary: 'Orders, newest first; by stage or channel order id (channel)',
      })
      .input(
        z.object({
          ...siteRef,
          stage: orderStage.optional(),
          channel: channel.optional(),
          channelOrderId: code.optional(),
          limit: z.coerce.number<number>().int().min(1).max(500).optional(),
        }),
      )
      .output(z.array(orderStatus)),
    status: oc
      .route({ method: 'GET', path: '/sites/{siteId}/orders/{orderId}', tags: ['orders'], summary: 'Status with timeline (channel)' })
      .input(z.object(orderRef))
      .output(orderStatus),
    edit: oc
      .route({
        method: 'PATCH',
        path: '/sites/{siteId}/orders/{orderId}',
        tags: ['orders'],
        summary: 'Change payment, customs, note or quantities (channel)',
      })
      .input(
        z.object({
          ...orderRef,
          note: z.string().max(300).optional(),
          payment: z.enum(['paid', 'unpaid', 'onHold']).optional(),
          customs: z.enum(['notNeeded', 'pending', 'cleared']).optional(),
          lines: z
            .array(z.object({ lineNo: z.number().int().positive(), orderedQuantity: count }))
            .max(200)
            .optional(),
        }),
      )
      .output(orderStatus),
    accept: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/orders/{orderId}/accept',
        tags: ['orders'],
        summary: 'Accept by hand, where the channel is not accepted automatically (channel)',
      })
      .input(z.object(orderRef))
      .output(orderStatus),
    cancel: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/orders/{orderId}/cancel',
        tags: ['orders'],
        summary: 'Cancel with a reason (channel)',
      })
      .input(z.object({ ...orderRef, reason: z.string().min(1).max(120) }))
      .output(orderStatus),
    answerSubstitute: oc
      .route({
        method: 'POST',
        path: '/sites/{siteId}/orders/{orderId}/substitute',
        tags: ['orders'],
        summary: "The customer's answer to an offered substitute of a line, while `lines[].substitute.status` is asked (channel)",
      })
      .input(z.object({ ...orderRef, lineNo: z.number().int().positive(), answer: z.enum(['accepted', 'declined']) }))
      .output(orderStatus),
  },

  couriers: courierContract,
  promise: promiseContract,
  labour: labourContract,
};
