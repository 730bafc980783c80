import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { SiteId } from '#shared/base/ids.ts';
import type { Site } from '#shared/model/site/site.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { appendAudit } from '#platform/db/audit.ts';
import { canonicalJson } from '#platform/db/canonicalJson.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';

export type SiteState = { readonly siteId: SiteId; readonly code: string; readonly epoch: string; readonly headSeq: number };

/** Sites of this platform. */
export type Sites = {
  /** Creates the site, or brings its settings up to date; the same record again changes nothing. */
  save(site: Site): Promise<{ siteId: SiteId; epoch: string; headSeq: number; isNew: boolean }>;
  list(): Promise<SiteState[]>;
  /** Starts a new history after a restore: stations notice, load a fresh snapshot and send their journals again. */
  renewEpoch(siteId: SiteId): Promise<{ epoch: string }>;
};

/** Builds the list of sites over the database. */
export function createSites(ports: { readonly db: Database; readonly writer: SiteWriter; readonly clock: Clock }): Sites {
  return {
    async save(site) {
      const nowMs = Math.floor(ports.clock.nowMs());
      const [other] = await queryRows<{ site_id: string }>(
        ports.db,
        sql`select site_id from sites where code = ${site.code} and site_id <> ${site.id}`,
      );
      if (other !== undefined) throw new RequestProblem(409, 'SITE_CODE_TAKEN', `Site ${other.site_id} already has this code.`);
      const made = await queryRows(
        ports.db,
        sql`insert into sites (site_id, code, epoch, created_at_ms) values (${site.id}, ${site.code}, ${randomUUID()}, ${nowMs}::bigint)
          on conflict do nothing returning site_id`,
      );
      const state = await ports.writer.write(site.id, async (session) => {
        const known = await session.get('site', site.id);
        // What a supervisor chose at the site stays, unless the caller brings a policy of its own.
        const row = known?.pickingPolicy === undefined ? site : { pickingPolicy: known.pickingPolicy, ...site };
        if (known === undefined || canonicalJson(known) !== canonicalJson(row)) {
          session.put([{ kind: 'site', id: site.id, row }]);
          await session.tx.execute(sql`update sites set code = ${site.code} where site_id = ${site.id}`);
          await appendAudit(session.tx, { chain: site.id, atMs: nowMs, actor: 'admin', action: 'siteSaved', detail: { code: site.code } });
        }
        return { siteId: site.id, epoch: session.epoch, headSeq: session.headSeq() };
      });
      return { ...state, isNew: made.length > 0 };
    },
    async list() {
      const rows = await queryRows<{ site_id: SiteId; code: string; epoch: string; seq: number | string }>(
        ports.db,
        sql`select site_id, code, epoch, seq from sites order by code`,
      );
      return rows.map((row) => ({ siteId: row.site_id, code: row.code, epoch: row.epoch, headSeq: Number(row.seq) }));
    },
    renewEpoch(siteId) {
      return ports.writer.write(siteId, async ({ tx }) => {
        const epoch = randomUUID();
        await tx.execute(sql`update sites set epoch = ${epoch} where site_id = ${siteId}`);
        await appendAudit(tx, { chain: siteId, atMs: ports.clock.nowMs(), actor: 'admin', action: 'epochRenewed', detail: { epoch } });
        return { epoch };
      });
    },
  };
}
