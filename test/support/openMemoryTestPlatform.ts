import { type SiteId, asId, createNewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type PushRequest, type RelayRequest, maxRowsPerPage } from '#shared/wire/platform/syncMessages.ts';
import { createFixedClock } from './fixedClock.ts';
import { type MemoryPlatform, createMemoryPlatform } from './createMemoryPlatform.ts';
import { testSiteWrites } from './createTestStore.ts';
import { type Answer, type SyncTestPlatform, type TestStation, numberDrafts } from './testPlatform.ts';

/** The platform in memory behind the paths of the real one, as far as sync goes: what the contract suite asks. A token is the station's id. */
export function openMemoryTestPlatform(): SyncTestPlatform {
  const clock = createFixedClock();
  const sites = new Map<string, MemoryPlatform>();
  const newId = createNewId(clock, createPrng(1));
  let stations = 0;
  const members = new Set<string>();
  const call: SyncTestPlatform['call'] = async (_method, path, more = {}) => {
    const [, siteId = '', rest = '', query = ''] = /^\/v1\/sites\/([^/]+)\/([^?]+)\??(.*)$/.exec(path) ?? [];
    try {
      if (rest === 'relay' && (more.body as RelayRequest).commands.some(({ stationId }) => !members.has(`${siteId} ${stationId}`)))
        throw new RequestProblem(403, 'FORBIDDEN', 'The commands are of a station that does not belong to this site.');
      const body: unknown = answer(sites.get(siteId)!, rest, new URLSearchParams(query), more.body, more.token ?? null);
      return { status: 200, contentType: 'application/json', body: JSON.parse(JSON.stringify(body)) } as Answer<never>;
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      return { status: problem.status, contentType: 'application/problem+json', body: { code: problem.code } } as Answer<never>;
    }
  };
  return {
    call,
    openSite: async () => {
      const siteId = asId<'site'>(`site-${sites.size + 1}`);
      const platform = createMemoryPlatform({ decide: decideCommand, clock, newId });
      platform.put(testSiteWrites());
      sites.set(siteId, platform);
      return siteId;
    },
    enrol: async (siteId) => {
      stations += 1;
      members.add(`${siteId} station-${stations}`);
      return enrolStation(siteId, `station-${stations}`, call, clock);
    },
    feed: async (siteId: SiteId) => sites.get(siteId)!.changes(0, maxRowsPerPage).rows,
    close: () => Promise.resolve(),
  };
}

function answer(site: MemoryPlatform, path: string, query: URLSearchParams, body: unknown, token: string | null): unknown {
  if (path === 'commands') {
    const request = body as PushRequest;
    if (request.commands.some((command) => command.stationId !== token))
      throw new RequestProblem(403, 'FORBIDDEN', 'A station pushes its own commands.');
    return site.push(request);
  }
  if (path === 'relay') return site.relay(body as RelayRequest);
  if (path === 'changes') return site.changes(Number(query.get('after')), Number(query.get('limit') ?? maxRowsPerPage));
  if (path === 'snapshot') return site.snapshot();
  if (path === 'epoch') {
    site.renewEpoch(`${site.epoch()}-renewed`);
    return { epoch: site.epoch() };
  }
  const page = site.snapshotPage(path.replace('snapshot/pages/', ''));
  if (page === null) throw new RequestProblem(404, 'SNAPSHOT_PAGE_EXPIRED', 'The page no longer stands for anything.');
  return page;
}

function enrolStation(siteId: SiteId, name: string, call: SyncTestPlatform['call'], clock: { nowMs(): number }): TestStation {
  const stationId = asId<'station'>(name);
  const outboxId = asId<'outbox'>(`outbox-${name}`);
  return {
    stationId,
    siteId,
    outboxId,
    token: name,
    privateSign: () => '',
    number: numberDrafts(stationId, outboxId, clock),
    push: (commands) => call('POST', `/v1/sites/${siteId}/commands`, { token: name, body: { protocolVersion: 1, outboxId, commands } }),
  };
}
