import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

const ms = (name: string) => bigint(name, { mode: 'number' });

/** One row per site: its newest sequence (the row lock orders all changes of the site) and the epoch of this history. */
export const sites = pgTable('sites', {
  siteId: text('site_id').primaryKey(),
  code: text('code').notNull(),
  seq: ms('seq').notNull(),
  epoch: text('epoch').notNull(),
  createdAtMs: ms('created_at_ms').notNull(),
});

/** Every synchronised record at its newest state; `body` null is a tombstone. */
export const records = pgTable(
  'records',
  {
    siteId: text('site_id').notNull(),
    kind: text('kind').notNull(),
    id: text('id').notNull(),
    seq: ms('seq').notNull(),
    body: jsonb('body'),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.kind, table.id] })],
);

/** Every command ever taken, refused ones included, in site order. */
export const commandLog = pgTable(
  'command_log',
  {
    siteId: text('site_id').notNull(),
    siteSeq: ms('site_seq').notNull(),
    commandId: text('command_id').notNull(),
    stationId: text('station_id').notNull(),
    outboxId: text('outbox_id').notNull(),
    stationSeq: ms('station_seq').notNull(),
    kind: text('kind').notNull(),
    outcome: text('outcome').notNull(),
    refusal: jsonb('refusal'),
    body: jsonb('body').notNull(),
    receivedAtMs: ms('received_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.siteSeq] })],
);

/** The stock ledger. */
export const stockMoves = pgTable(
  'stock_move',
  {
    siteId: text('site_id').notNull(),
    commandId: text('command_id').notNull(),
    entryNo: integer('entry_no').notNull(),
    siteSeq: ms('site_seq').notNull(),
    atMs: ms('at_ms').notNull(),
    skuId: text('sku_id').notNull(),
    lotId: text('lot_id'),
    quantity: ms('quantity').notNull(),
    fromPlace: jsonb('from_place').notNull(),
    toPlace: jsonb('to_place').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.commandId, table.entryNo] })],
);

export const stations = pgTable('stations', {
  stationId: text('station_id').primaryKey(),
  siteId: text('site_id').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  publicKey: text('public_key').notNull(),
  enrolledAtMs: ms('enrolled_at_ms').notNull(),
  lastSeenAtMs: ms('last_seen_at_ms'),
  isRevoked: boolean('is_revoked').notNull(),
});

/** One-time codes, kept as SHA-256 only. */
export const enrolmentCodes = pgTable('enrolment_codes', {
  codeHash: text('code_hash').primaryKey(),
  siteId: text('site_id').notNull(),
  createdAtMs: ms('created_at_ms').notNull(),
  expiresAtMs: ms('expires_at_ms').notNull(),
  usedAtMs: ms('used_at_ms'),
  stationId: text('station_id'),
});

/** Keys of channels, couriers and administrators, kept as SHA-256 only. */
export const apiKeys = pgTable('api_keys', {
  keyId: text('key_id').primaryKey(),
  siteId: text('site_id'),
  kind: text('kind').notNull(),
  name: text('name').notNull(),
  keyHash: text('key_hash').notNull(),
  channels: jsonb('channels').$type<string[] | null>(),
  courierId: text('courier_id'),
  createdAtMs: ms('created_at_ms').notNull(),
  revokedAtMs: ms('revoked_at_ms'),
});

/** What the platform remembers about an order besides the record: the hash of the channel's body and why it waits. */
export const orderIntakes = pgTable(
  'order_intake',
  {
    siteId: text('site_id').notNull(),
    orderId: text('order_id').notNull(),
    intakeHash: text('intake_hash').notNull(),
    waitingCode: text('waiting_code'),
    waitingSinceMs: ms('waiting_since_ms'),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.orderId] })],
);

/** Name, phone and address of an order, sealed with AES-256-GCM, gone after `purgeAfterMs`. */
export const orderPrivate = pgTable(
  'order_private',
  {
    siteId: text('site_id').notNull(),
    orderId: text('order_id').notNull(),
    sealed: text('sealed').notNull(),
    purgeAfterMs: ms('purge_after_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.orderId] })],
);

/** Append-only record of who did what; each entry carries the hash of the one before. */
export const auditEntries = pgTable(
  'audit',
  {
    chain: text('chain').notNull(),
    entryNo: ms('entry_no').notNull(),
    atMs: ms('at_ms').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    detail: jsonb('detail').notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.entryNo] })],
);

export const secrets = pgTable('secrets', { name: text('name').primaryKey(), secret: text('secret').notNull() });
