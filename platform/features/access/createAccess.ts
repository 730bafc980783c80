import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { CourierId, SiteId } from '#shared/base/ids.ts';
import type { Channel } from '#shared/model/order/order.ts';
import type { Caller } from '#shared/wire/platform/caller.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { readStationToken } from './stationToken.ts';

/** How long an answer about a key or station is believed before the database is asked again: a revoked one works this long. */
export const accessMemoryMs = 5000;
/** Most answers remembered. */
export const maxRememberedAccess = 10_000;

type AccessPorts = {
  readonly db: Database;
  readonly tokenSecret: Buffer;
  readonly adminToken: string;
  trueNowMs(): number;
  platformNowMs(): number;
  /** A station of the site showed a good token. */
  onStation(siteId: SiteId): void;
};
type NewKey = {
  readonly siteId: SiteId;
  readonly kind: 'channel' | 'courier';
  readonly name: string;
  readonly channels: readonly Channel[] | null;
  readonly courierId: CourierId | null;
};

/** Who may come in. */
export type Access = {
  /** The caller behind an `Authorization` header; null where there is none or it is worthless. */
  identify(authorization: string | undefined): Promise<Caller | null>;
  /** Makes a key; it is shown once and kept as a hash. */
  createKey(tx: Database, key: NewKey): Promise<{ keyId: string; key: string }>;
  revokeKey(tx: Database, siteId: SiteId, keyId: string): Promise<void>;
  /** Forgets remembered answers, so that a revocation holds at once in this process. */
  forget(): void;
};

/** Builds the gate; answers are remembered for a few seconds. */
export function createAccess(ports: AccessPorts): Access {
  const remembered = new Map<string, { readonly caller: Caller | null; readonly untilMs: number }>();
  const adminHash = sha256(ports.adminToken);

  const lookUp = async (token: string): Promise<Caller | null> => {
    if (token.startsWith('hst.')) {
      const claims = readStationToken(ports.tokenSecret, token, ports.trueNowMs());
      if (claims === null) return null;
      const [row] = await queryRows<{ is_revoked: boolean }>(
        ports.db,
        sql`select is_revoked from stations where station_id = ${claims.stationId} and site_id = ${claims.siteId}`,
      );
      return row === undefined || row.is_revoked ? null : { kind: 'station', stationId: claims.stationId, siteId: claims.siteId };
    }
    return token.startsWith('hk.') ? findKey(ports.db, token) : null;
  };

  return {
    async identify(authorization) {
      const token = /^Bearer ([\x21-\x7e]{8,1000})$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) return null;
      if (timingSafeEqual(sha256(token), adminHash)) return { kind: 'admin' };
      const known = remembered.get(token);
      const nowMs = ports.trueNowMs();
      const isKnown = known !== undefined && known.untilMs > nowMs;
      const caller = isKnown ? known.caller : await lookUp(token);
      if (caller?.kind === 'station') ports.onStation(caller.siteId);
      if (isKnown) return caller;
      if (remembered.size >= maxRememberedAccess) remembered.clear();
      if (caller !== null) remembered.set(token, { caller, untilMs: nowMs + accessMemoryMs });
      return caller;
    },
    async createKey(tx, key) {
      const keyId = randomBytes(6).toString('hex');
      const text = `hk.${keyId}.${randomBytes(24).toString('base64url')}`;
      const channels = key.channels === null ? null : JSON.stringify(key.channels);
      await tx.execute(sql`insert into api_keys (key_id, site_id, kind, name, key_hash, channels, courier_id, created_at_ms)
        values (${keyId}, ${key.siteId}, ${key.kind}, ${key.name}, ${sha256(text).toString('hex')}, ${channels}::text::jsonb, ${key.courierId}, ${ports.platformNowMs()}::bigint)`);
      return { keyId, key: text };
    },
    async revokeKey(tx, siteId, keyId) {
      const gone = await queryRows(
        tx,
        sql`update api_keys set revoked_at_ms = ${ports.platformNowMs()}::bigint where key_id = ${keyId} and site_id = ${siteId} returning key_id`,
      );
      if (gone.length === 0) throw new RequestProblem(404, 'UNKNOWN_KEY', 'This site has no such key.');
    },
    forget: () => remembered.clear(),
  };
}

async function findKey(db: Database, token: string): Promise<Caller | null> {
  const keyId = token.split('.')[1] ?? '';
  const [row] = await queryRows<{
    site_id: SiteId;
    kind: string;
    key_hash: string;
    channels: Channel[] | null;
    courier_id: CourierId | null;
  }>(db, sql`select site_id, kind, key_hash, channels, courier_id from api_keys where key_id = ${keyId} and revoked_at_ms is null`);
  if (row === undefined || !timingSafeEqual(Buffer.from(row.key_hash, 'hex'), sha256(token))) return null;
  if (row.kind === 'channel') return { kind: 'channel', keyId, siteId: row.site_id, channels: row.channels };
  return row.kind === 'courier' && row.courier_id !== null
    ? { kind: 'courier', keyId, siteId: row.site_id, courierId: row.courier_id }
    : null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
