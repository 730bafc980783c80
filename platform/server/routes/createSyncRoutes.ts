import type { SiteId, StationId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Caller } from '#shared/wire/platform/caller.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import {
  type PushRequest,
  type PushResponse,
  type RelayRequest,
  type RelayResponse,
  maxRowsPerPage,
} from '#shared/wire/platform/syncMessages.ts';
import type { Database } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { Enrolment } from '#platform/features/enrolment/createEnrolment.ts';
import { applyPush } from '#platform/features/sync/applyPush.ts';
import { checkCommands, takeCommands } from '#platform/features/sync/takeCommands.ts';
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

type TakePorts = Pick<SyncRoutePorts, 'writer' | 'enrolment'>;

/** Takes a well-formed push of a caller. Throws RequestProblem for one that is not allowed or makes no sense. */
export async function takePush(ports: TakePorts, caller: Caller | null, siteId: SiteId, request: PushRequest): Promise<PushResponse> {
  const station = requireCaller({ caller }, ['station'], siteId);
  await requireSenders(ports, siteId, station.stationId, request.commands.slice(0, 1));
  return applyPush(ports.writer, siteId, request);
}

/** Takes commands of several stations that one of them brings. Throws RequestProblem. */
export async function takeRelay(ports: TakePorts, caller: Caller | null, siteId: SiteId, request: RelayRequest): Promise<RelayResponse> {
  const station = requireCaller({ caller }, ['station'], siteId);
  await requireSenders(ports, siteId, station.stationId, request.commands);
  checkCommands(request.protocolVersion, request.commands);
  return takeCommands(ports.writer, siteId, request.commands);
}

/** A station may bring the commands of others of its site that have no line to the platform. */
async function requireSenders(ports: TakePorts, siteId: SiteId, callerId: StationId, commands: readonly Command[]): Promise<void> {
  for (const senderId of new Set(commands.map(({ stationId }) => stationId))) {
    if (senderId !== callerId && (await ports.enrolment.find(senderId))?.siteId !== siteId)
      throw new RequestProblem(403, 'FORBIDDEN', 'The commands are of a station that does not belong to this site.');
  }
}

/** Push, pull, snapshot and news. Stations only; the admin may read. */
export function createSyncRoutes(ports: SyncRoutePorts) {
  const { sync } = platformRoutes;
  return {
    push: sync.push.handler(({ input, context }) => {
      const { siteId, ...request } = input;
      return takePush(ports, context.caller, siteId, request);
    }),
    relay: sync.relay.handler(({ input, context }) => {
      const { siteId, ...request } = input;
      return takeRelay(ports, context.caller, siteId, request);
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
