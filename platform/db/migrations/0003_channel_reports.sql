-- What channels are owed: a report is here from the moment it is owed until it is settled, so that no restart loses or doubles it.
create table channel_report (
  site_id text not null,
  order_id text not null,
  kind text not null,
  state text not null,
  tries integer not null default 0,
  next_try_ms bigint not null,
  settled_ms bigint,
  fault text,
  primary key (site_id, order_id, kind)
);
create index channel_report_due on channel_report (next_try_ms) where state = 'owed';

-- Up to which change of a site its orders were looked at for reports.
create table channel_cursor (
  site_id text primary key,
  seq bigint not null
);
