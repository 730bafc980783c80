create table sites (
  site_id text primary key,
  code text not null unique,
  seq bigint not null default 0,
  epoch text not null,
  created_at_ms bigint not null
);

create table records (
  site_id text not null references sites (site_id),
  kind text not null,
  id text not null,
  seq bigint not null,
  body jsonb,
  primary key (site_id, kind, id)
);
create index records_feed on records (site_id, seq);
create index records_kind_seq on records (site_id, kind, seq);
create index records_stock_sku on records (site_id, (body ->> 'skuId')) where kind = 'stock';
create unique index records_order_channel on records (site_id, (body ->> 'channel'), (body ->> 'channelOrderId')) where kind = 'order';
create index records_order_stage on records (site_id, (body ->> 'stage')) where kind = 'order';
create index records_parcel_order on records (site_id, (body ->> 'orderId')) where kind = 'parcel';

create table command_log (
  site_id text not null references sites (site_id),
  site_seq bigint not null,
  command_id text not null,
  station_id text not null,
  outbox_id text not null,
  station_seq bigint not null,
  kind text not null,
  outcome text not null,
  refusal jsonb,
  body jsonb not null,
  received_at_ms bigint not null,
  primary key (site_id, site_seq),
  unique (site_id, command_id),
  unique (site_id, station_id, outbox_id, station_seq)
);

create table stock_move (
  site_id text not null references sites (site_id),
  command_id text not null,
  entry_no integer not null,
  site_seq bigint not null,
  at_ms bigint not null,
  sku_id text not null,
  lot_id text,
  quantity bigint not null check (quantity > 0),
  from_place jsonb not null,
  to_place jsonb not null,
  primary key (site_id, command_id, entry_no)
);
create index stock_move_sku on stock_move (site_id, sku_id, site_seq);

create table stations (
  station_id text primary key,
  site_id text not null references sites (site_id),
  code text not null,
  name text not null,
  public_key text not null,
  enrolled_at_ms bigint not null,
  last_seen_at_ms bigint,
  is_revoked boolean not null default false,
  unique (site_id, code)
);

create table enrolment_codes (
  code_hash text primary key,
  site_id text not null references sites (site_id),
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  used_at_ms bigint,
  station_id text
);

create table api_keys (
  key_id text primary key,
  site_id text references sites (site_id),
  kind text not null,
  name text not null,
  key_hash text not null,
  channels jsonb,
  courier_id text,
  created_at_ms bigint not null,
  revoked_at_ms bigint
);

create table order_intake (
  site_id text not null references sites (site_id),
  order_id text not null,
  intake_hash text not null,
  waiting_code text,
  waiting_since_ms bigint,
  primary key (site_id, order_id)
);

create table order_private (
  site_id text not null references sites (site_id),
  order_id text not null,
  sealed text not null,
  purge_after_ms bigint not null,
  primary key (site_id, order_id)
);
create index order_private_purge on order_private (purge_after_ms);

create table day_sequence (
  site_id text not null references sites (site_id),
  calendar_day text not null,
  last_number integer not null,
  primary key (site_id, calendar_day)
);

create table audit (
  chain text not null,
  entry_no bigint not null,
  at_ms bigint not null,
  actor text not null,
  action text not null,
  detail jsonb not null,
  prev_hash text not null,
  hash text not null,
  primary key (chain, entry_no)
);

create table secrets (
  name text primary key,
  secret text not null
);
