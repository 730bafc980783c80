import { createHash, randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { SiteId, StationId } from '#shared/base/ids.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Station } from '#shared/model/operator/operator.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { appendAudit } from '#platform/db/audit.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

/** Letters and digits that cannot be taken for each other on paper. */
const codeAlphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** How long a code is good unless asked otherwise. */
export const defaultCodeValidMs = 24 * 3_600_000;
/** Wrong codes taken per minute before all are refused: guessing 31^8 codes stays hopeless. */
export const maxWrongCodesPerMinute = 30;

type EnrolmentPorts = {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  newStationId(): StationId;
  trueNowMs(): number;
};
export type EnrolRequest = { readonly oneTimeCode: string; readonly stationName: string; readonly publicKey: string };
export type EnrolledStation = { readonly stationId: StationId; readonly stationCode: string; readonly siteId: SiteId };
export type StationSummary = {
  stationId: StationId;
  code: string;
  name: string;
  enrolledAtMs: number;
  lastSeenAtMs: number | null;
  isRevoked: boolean;
};
type StationRow = {
  station_id: StationId;
  site_id: SiteId;
  code: string;
  name: string;
  public_key: string;
  enrolled_at_ms: number | string;
  last_seen_at_ms: number | string | null;
  is_revoked: boolean;
};

/** Stations come in by one-time code, are known by their key, and can be shut out. */
export type Enrolment = {
  issueCode(siteId: SiteId, validMs?: number): Promise<{ oneTimeCode: string; expiresAtMs: number }>;
  enrol(request: EnrolRequest): Promise<EnrolledStation>;
  /** The station, if it is enrolled and not shut out. */
  find(stationId: StationId): Promise<{ readonly siteId: SiteId; readonly publicKey: string } | null>;
  /** Notes a sign of life; it reaches the record, so that every board sees it. */
  markSeen(siteId: SiteId, stationId: StationId): Promise<void>;
  list(siteId: SiteId): Promise<StationSummary[]>;
  revoke(siteId: SiteId, stationId: StationId): Promise<void>;
};

/** Builds enrolment over the records. */
export function createEnrolment(ports: EnrolmentPorts): Enrolment {
  const guard = createGuessGuard(ports.trueNowMs);
  return {
    async issueCode(siteId, validMs = defaultCodeValidMs) {
      const oneTimeCode = makeCode();
      const nowMs = Math.floor(ports.clock.nowMs());
      const expiresAtMs = nowMs + validMs;
      await ports.writer.write(siteId, async ({ tx }) => {
        await tx.execute(sql`insert into enrolment_codes (code_hash, site_id, created_at_ms, expires_at_ms)
          values (${hashCode(oneTimeCode)}, ${siteId}, ${nowMs}::bigint, ${expiresAtMs}::bigint)`);
        await appendAudit(tx, { chain: siteId, atMs: nowMs, actor: 'admin', action: 'enrolmentCodeIssued', detail: { expiresAtMs } });
      });
      return { oneTimeCode, expiresAtMs };
    },

    async enrol(request) {
      guard.check();
      const nowMs = Math.floor(ports.clock.nowMs());
      const [found] = await queryRows<{ site_id: SiteId }>(
        ports.db,
        sql`select site_id from enrolment_codes where code_hash = ${hashCode(request.oneTimeCode)}`,
      );
      if (found === undefined) {
        guard.countWrong();
        throw invalidCode();
      }
      return ports.writer.write(found.site_id, (session) => enrolInSession(session, request, ports.newStationId(), nowMs));
    },

    async find(stationId) {
      const [row] = await queryRows<StationRow>(ports.db, sql`select * from stations where station_id = ${stationId}`);
      return row === undefined || row.is_revoked ? null : { siteId: row.site_id, publicKey: row.public_key };
    },

    markSeen(siteId, stationId) {
      return changeStation(ports, siteId, stationId, (station) => ({ ...station, lastSeenAtMs: Math.floor(ports.clock.nowMs()) }));
    },

    async list(siteId) {
      const rows = await queryRows<StationRow>(ports.db, sql`select * from stations where site_id = ${siteId} order by code`);
      return rows.map((row) => ({
        stationId: row.station_id,
        code: row.code,
        name: row.name,
        enrolledAtMs: Number(row.enrolled_at_ms),
        lastSeenAtMs: row.last_seen_at_ms === null ? null : Number(row.last_seen_at_ms),
        isRevoked: row.is_revoked,
      }));
    },

    revoke(siteId, stationId) {
      return changeStation(ports, siteId, stationId, (station) => ({ ...station, isRevoked: true }), 'stationRevoked');
    },
  };
}

async function enrolInSession(session: SiteSession, request: EnrolRequest, stationId: StationId, nowMs: number): Promise<EnrolledStation> {
  const used = await queryRows(
    session.tx,
    sql`update enrolment_codes set used_at_ms = ${nowMs}::bigint, station_id = ${stationId}
      where code_hash = ${hashCode(request.oneTimeCode)} and used_at_ms is null and expires_at_ms > ${nowMs}::bigint returning code_hash`,
  );
  if (used.length === 0) throw invalidCode();
  const [taken] = await queryRows<{ stations: number | string }>(
    session.tx,
    sql`select count(*) as stations from stations where site_id = ${session.siteId}`,
  );
  const stationCode = `S${String(Number(taken?.stations ?? 0) + 1).padStart(2, '0')}`;
  await session.tx.execute(sql`insert into stations (station_id, site_id, code, name, public_key, enrolled_at_ms)
    values (${stationId}, ${session.siteId}, ${stationCode}, ${request.stationName}, ${request.publicKey}, ${nowMs}::bigint)`);
  const row: Station = {
    id: stationId,
    code: stationCode,
    name: request.stationName,
    publicKey: request.publicKey,
    enrolledAtMs: nowMs,
    lastSeenAtMs: nowMs,
    isRevoked: false,
  };
  session.put([{ kind: 'station', id: stationId, row }]);
  await appendAudit(session.tx, {
    chain: session.siteId,
    atMs: nowMs,
    actor: stationId,
    action: 'stationEnrolled',
    detail: { stationCode, name: request.stationName },
  });
  return { stationId, stationCode, siteId: session.siteId };
}

async function changeStation(
  ports: EnrolmentPorts,
  siteId: SiteId,
  stationId: StationId,
  change: (station: Station) => Station,
  action?: string,
): Promise<void> {
  await ports.writer.write(siteId, async (session) => {
    const station = await session.get('station', stationId);
    if (station === undefined) throw new RequestProblem(404, 'UNKNOWN_STATION', 'This site has no such station.');
    const row = change(station);
    session.put([{ kind: 'station', id: stationId, row }]);
    await session.tx.execute(
      sql`update stations set last_seen_at_ms = ${row.lastSeenAtMs}::bigint, is_revoked = ${row.isRevoked} where station_id = ${stationId}`,
    );
    if (action !== undefined)
      await appendAudit(session.tx, { chain: siteId, atMs: ports.clock.nowMs(), actor: 'admin', action, detail: { stationId } });
  });
}

function invalidCode(): RequestProblem {
  return new RequestProblem(403, 'INVALID_CODE', 'The code is unknown, used or expired.');
}

function makeCode(): string {
  const letters = Array.from({ length: 8 }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length)));
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** Codes are typed by people: case, spaces and dashes do not count. */
function hashCode(oneTimeCode: string): string {
  return createHash('sha256').update(oneTimeCode.toUpperCase().replace(/[\s-]/g, '')).digest('hex');
}

function createGuessGuard(trueNowMs: () => number): { check(): void; countWrong(): void } {
  let minute = 0;
  let wrong = 0;
  const roll = () => {
    const current = Math.floor(trueNowMs() / 60_000);
    if (current !== minute) wrong = 0;
    minute = current;
  };
  return {
    check() {
      roll();
      if (wrong >= maxWrongCodesPerMinute) throw new RequestProblem(429, 'TOO_MANY_CODES', 'Too many wrong codes; try again in a minute.');
    },
    countWrong() {
      roll();
      wrong += 1;
    },
  };
}
