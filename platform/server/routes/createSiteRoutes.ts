import type { Clock } from '#shared/base/clock.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { appendAudit } from '#platform/db/audit.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { Access } from '#platform/features/access/createAccess.ts';
import type { Enrolment } from '#platform/features/enrolment/createEnrolment.ts';
import type { Imports } from '#platform/features/import/createImports.ts';
import type { Sites } from '#platform/features/sites/createSites.ts';
import { platformRoutes, requireCaller } from './guard.ts';

export type SiteRoutePorts = {
  readonly clock: Clock;
  readonly writer: SiteWriter;
  readonly sites: Sites;
  readonly access: Access;
  readonly enrolment: Enrolment;
  readonly imports: Imports;
};

/** Setting up: sites, codes, keys, imports. Admin only. */
export function createSiteRoutes(ports: SiteRoutePorts) {
  const { sites } = platformRoutes;
  const admin = ['admin'] as const;
  return {
    create: sites.create.handler(({ input, context }) => {
      requireCaller(context, admin, null);
      return ports.sites.save(input);
    }),
    list: sites.list.handler(({ context }) => {
      requireCaller(context, admin, null);
      return ports.sites.list();
    }),
    renewEpoch: sites.renewEpoch.handler(({ input, context }) => {
      requireCaller(context, admin, input.siteId);
      return ports.sites.renewEpoch(input.siteId);
    }),
    issueCode: sites.issueCode.handler(({ input, context }) => {
      requireCaller(context, admin, input.siteId);
      return ports.enrolment.issueCode(input.siteId, input.validMs);
    }),
    stations: sites.stations.handler(({ input, context }) => {
      requireCaller(context, admin, input.siteId);
      return ports.enrolment.list(input.siteId);
    }),
    revokeStation: sites.revokeStation.handler(async ({ input, context }) => {
      requireCaller(context, admin, input.siteId);
      await ports.enrolment.revoke(input.siteId, input.stationId);
      ports.access.forget();
      return { isDone: true as const };
    }),
    createKey: sites.createKey.handler(({ input, context }) => {
      requireCaller(context, admin, input.siteId);
      const { siteId, kind, name, channels = null, courierId = null } = input;
      if ((kind === 'courier') !== (courierId !== null))
        throw new RequestProblem(400, 'BAD_REQUEST', 'A courier key names its courier, a channel key does not.');
      return ports.writer.write(siteId, async ({ tx }) => {
        const key = await ports.access.createKey(tx, { siteId, kind, name, channels, courierId });
        await appendAudit(tx, {
          chain: siteId,
          atMs: ports.clock.nowMs(),
          actor: 'admin',
          action: 'keyCreated',
          detail: { keyId: key.keyId, kind, name },
        });
        return key;
      });
    }),
    revokeKey: sites.revokeKey.handler(async ({ input, context }) => {
      requireCaller(context, admin, input.siteId);
      await ports.writer.write(input.siteId, async ({ tx }) => {
        await ports.access.revokeKey(tx, input.siteId, input.keyId);
        await appendAudit(tx, {
          chain: input.siteId,
          atMs: ports.clock.nowMs(),
          actor: 'admin',
          action: 'keyRevoked',
          detail: { keyId: input.keyId },
        });
      });
      ports.access.forget();
      return { isDone: true as const };
    }),
    import: sites.import.handler(({ input, context }) => {
      const { siteId, kind } = input.params;
      requireCaller(context, admin, siteId);
      return ports.imports.run(siteId, kind, input.body, input.query?.dryRun === 'true');
    }),
  };
}
