-- What happens at the desk, for those who look at it now: kept for a day, so that a stream that was cut can go on where it was.
-- Ids only. `xact` orders them: what was written by a transaction is read once every earlier one has ended, so that none is
-- passed over that was begun first and committed last.
create table event (
  xact xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null default now(),
  site text not null,
  type text not null,
  data jsonb not null,
  primary key (xact, id)
);

create index event_by_time on event (at);

-- Who looks at the desk now: a row for each open stream of events, as long as it is open.
create table presence (
  stream uuid primary key,
  site text not null,
  name text not null,
  seen_at timestamptz not null default now()
);
