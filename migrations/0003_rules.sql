-- The rule sets that were ever in force or offered, and the record of what was in force when. Neither is ever changed.

create table rule_version (
  id bigint generated always as identity primary key,
  -- names what the set means, and stands in each decision: comments and layout of the file do not change it
  hash text not null,
  -- sha-256 of the texts: the same texts are stored once
  digest bytea not null unique,
  file text not null,
  text text not null,
  -- the text of each list by the path that the file names
  lists jsonb not null,
  rule_names text[] not null,
  stored_at timestamptz not null default now(),
  stored_by text not null
);

create index rule_version_by_hash on rule_version (hash, id);

-- The last row is in force. `file`: the set that STET_RULES names, until the first `apply`.
create table rule_change (
  id bigint generated always as identity primary key,
  version_id bigint not null references rule_version,
  how text not null check (how in ('file', 'apply', 'rollback')),
  at timestamptz not null default now(),
  by text not null
);

create trigger rule_version_is_append_only before update or delete on rule_version
  for each row execute function refuse_change();
create trigger rule_change_is_append_only before update or delete on rule_change
  for each row execute function refuse_change();

-- What the rules were told beside the signals, so that the decision can be replayed without the text: the time, which lists
-- matched, which rules had used up their limit. Null in receipts from before.
alter table receipt add column circumstances jsonb;

-- A worker knows no set until the database has told it which is in force; and it may know why it could not take one.
alter table worker alter column rules drop not null;
alter table worker add column rules_fault text;

-- What is asked about the last hours and days: backtests, limits, bands.
create index decision_by_machine on decision (at) where by_kind = 'machine';
