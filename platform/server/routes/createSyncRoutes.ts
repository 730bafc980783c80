import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { maxRowsPerPage } from '#shared/wire/platform/syncMessages.ts';
import type { Database } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { Enrolment } from '#platform/features/enrolment/createEnrolment.ts';
import { applyPush } from '#platform/features/sync/applyPush.ts';
import type { News } from '#platform/features/sync/createNews.ts';
import { maxNewsListeners } from '#platform/features/sync/createNews.ts';
import type { Snapshots } from '#platform/features/sync/createSnapshots.ts';
import { readChanges, readHead } from '#platform/features/sync/readChanges.ts';
import { platformRoutes, requireCaller } from './guard.ts';

export type SyncRoutePorts = {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly snapshots: Snapshots;
  readonly news: News;
  readonly enrolment: Enrolment;
};

/** Push, pull, snapshot and news. Stations only; the admin may read. */
export function createSyncRoutes(ports: SyncRoutePorts) {
  const { sync } = platformRoutes;
  return {
    push: sync.push.handler(async ({ input, context }) => {
      const { siteId, ...request } = input;
      const caller = requireCaller(context, ['station'], siteId);
      const senderId = request.commands[0]?.stationId;
      if (senderId !== undefined && senderId !== caller.stationId) {
        // A station may bring the commands of another one of its site that has no line to the platform.
        const sender = await ports.enrolment.find(senderId);
        if (sender?.siteId !== siteId)
          throw new RequestProblem(403, 'FORBIDDEN', 'The commands are of a station that does not belong to this site.');
      }
      return applyPush(ports.writer, siteId, request);
    }),
    changes: sync.changes.handler(({ input, context }) => {
      requireCaller(context, ['station', 'admin'], input.siteId);
      return readChanges(ports.db, input.siteId, input.after, input.limit ?? maxRowsPerPage);
    }),
    snapshot: sync.snapshot.handler(({ input, context }) => {
      requireCaller(context, ['station', 'admin'], input.siteId);
      return ports.snapshots.manifest(input.siteId);
    }),
    snapshotPage: sync.snapshotPage.handler(async ({ input, context }) => {
      requireCaller(context, ['station', 'admin'], input.siteId);
      const page = await ports.snapshots.page(input.siteId, input.hash);
      if (page === null)
        throw new RequestProblem(404, 'SNAPSHOT_PAGE_EXPIRED', 'The snapshot page has expired: ask for the snapshot again.');
      return page;
    }),
    news: sync.news.handler(async ({ input, context, signal }) => {
      requireCaller(context, ['station', 'admin'], input.siteId);
      if (ports.news.listeners() >= maxNewsListeners)
        throw new RequestProblem(503, 'TOO_MANY_LISTENERS', 'Too many open streams; poll instead.');
      const { headSeq } = await readHead(ports.db, input.siteId);
      return ports.news.follow(input.siteId, headSeq, signal);
    }),
  };
}
