-- Where decisions are reported to beside STET_REPORT_URL. A report names its endpoint in `report.endpoint`: by its address where
-- that was set by the configuration, as `endpoint:ID` where it is a row of this table.
create table endpoint (
  id bigint generated always as identity primary key,
  site text not null,
  url text not null,
  description text,
  -- as it is: who signs needs the secret itself
  secret text not null,
  -- the secret before, which signs beside the present one until then
  former_secret text,
  former_until timestamptz,
  -- one that is disabled gets no new reports, and those that it has wait
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  -- one that is removed stays for the record of what was sent to it
  removed_at timestamptz
);

create index report_of_endpoint on report (endpoint, created_at, id);

-- `cancelled`: never sent, for its endpoint was removed or what it says was undone before.
alter table report drop constraint report_state_check;
alter table report add constraint report_state_check check (state in ('pending', 'delivered', 'failed', 'cancelled'));
