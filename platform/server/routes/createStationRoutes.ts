import type { Clock } from '#shared/base/clock.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { tokenSkewMs } from '#shared/wire/platform/platformMessages.ts';
import { isPublicKey, isSignedBy, signStationToken, stationTokenMs } from '#platform/features/access/stationToken.ts';
import type { Enrolment } from '#platform/features/enrolment/createEnrolment.ts';
import { platformRoutes } from './guard.ts';

export type StationRoutePorts = {
  readonly clock: Clock;
  readonly enrolment: Enrolment;
  readonly tokenSecret: Buffer;
  readonly mqttUrl: string | null;
  trueNowMs(): number;
};

/** Enrolment and tokens of stations, and the clock. */
export function createStationRoutes(ports: StationRoutePorts) {
  const { enrolment } = ports;
  return {
    clock: platformRoutes.clock.handler(() => ({ nowMs: Math.floor(ports.clock.nowMs()) })),
    stations: {
      enrol: platformRoutes.stations.enrol.handler(async ({ input }) => {
        if (!isPublicKey(input.publicKey))
          throw new RequestProblem(400, 'BAD_PUBLIC_KEY', 'publicKey must be a raw Ed25519 public key in base64url.');
        return { ...(await enrolment.enrol(input)), mqttUrl: ports.mqttUrl };
      }),
      token: platformRoutes.stations.token.handler(async ({ input }) => {
        const nowMs = Math.floor(ports.clock.nowMs());
        const isNear = [nowMs, ports.trueNowMs()].some((clockMs) => Math.abs(clockMs - input.atMs) <= tokenSkewMs);
        const station = await enrolment.find(input.stationId);
        if (station === null || !isSignedBy(station.publicKey, `${input.stationId}.${input.atMs}`, input.signature)) {
          throw new RequestProblem(401, 'UNAUTHORIZED', 'The station is unknown, shut out, or the signature is wrong.');
        }
        if (!isNear)
          throw new RequestProblem(401, 'CLOCK_TOO_FAR', 'atMs is more than five minutes from the platform clock.', { params: { nowMs } });
        const token = signStationToken(ports.tokenSecret, {
          stationId: input.stationId,
          siteId: station.siteId,
          expiresAtMs: ports.trueNowMs() + stationTokenMs,
        });
        await enrolment.markSeen(station.siteId, input.stationId);
        return { token, expiresInMs: stationTokenMs, siteId: station.siteId, nowMs, mqttUrl: ports.mqttUrl };
      }),
    },
  };
}
