import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { count, epochMs } from '#shared/model/common.ts';
import { deviceState } from '#shared/model/device/device.ts';

/** Raised when the bridge changes incompatibly; the page reloads itself when the host is newer. */
export const bridgeVersion = 1;

/** State of the lines to the outside, pushed at every change and every 5 s. */
export const connectionState = z.object({
  /** Central platform. */
  wan: z.object({ status: z.enum(['up', 'down']), sinceMs: epochMs, fault: z.string().nullable() }),
  /** Site broker. */
  lan: z.object({ status: z.enum(['up', 'down']), sinceMs: epochMs, fault: z.string().nullable() }),
  devices: z.array(deviceState),
  /** Platform clock minus host clock, milliseconds. */
  clockOffsetMs: z.number().int(),
  /** Host's own clock when this was sent (corrected by nothing). */
  hostNowMs: epochMs,
  scansWaiting: count,
});
export type ConnectionState = z.infer<typeof connectionState>;

/** Who this station is, and the line of its connections. */
export const stationContract = {
  handshake: oc.input(z.object({ bridgeVersion: z.number().int(), client: z.enum(['electron', 'browser', 'world']) })).output(
    z.object({
      bridgeVersion: z.number().int(),
      hostRunId: z.string(),
      stationId: idSchema<'station'>().nullable(),
      stationCode: z.string().nullable(),
      siteId: idSchema<'site'>().nullable(),
      capabilities: z.array(z.enum(['serial', 'print', 'scale', 'camera', 'robots', 'training'])),
      /** Shown on the sign-in page of a demo, null elsewhere. */
      demoHint: z.object({ badgeCode: z.string(), pin: z.string(), operatorName: z.string() }).nullable(),
    }),
  ),
  /** The key that seals personal data in the page's database: 32 bytes, base64url. It stays in the host's keeping otherwise. */
  storeKey: oc.output(z.object({ keyText: z.string().length(43) })),
  connection: oc.output(eventIterator(connectionState)),
  /** Enrols this host with a one-time code from the platform. Errors: INVALID_CODE, PLATFORM_UNREACHABLE. */
  enrol: oc
    .errors({
      INVALID_CODE: { message: 'The code is unknown, used or expired.' },
      PLATFORM_UNREACHABLE: { message: 'The platform does not answer.' },
    })
    .input(z.object({ oneTimeCode: z.string().min(4).max(64), stationName: z.string().min(1).max(60) }))
    .output(z.object({ stationId: idSchema<'station'>(), siteId: idSchema<'site'>() })),
};
