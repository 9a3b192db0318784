-- What each set's rules matched in each complete hour, read once from the decisions, which never change: so that two weeks
-- need not be read again each minute. Emptied, it fills again. Only decisions with nothing missing.
create table rule_hour (
  hour timestamptz not null,
  rules text not null,
  rule text not null,
  -- how many comments were judged by the set that had the rule
  judged integer not null,
  -- how many of them it matched, in the shadow too
  matched integer not null,
  -- how many of those more would have been held, or rejected, had its matches in the shadow counted
  would_hold integer not null,
  would_reject integer not null,
  primary key (hour, rules, rule)
);

-- What the guards last saw of the rules in force, and which alert since when: one row, replaced each time.
create table rule_watch (
  only_one boolean primary key default true check (only_one),
  at timestamptz not null,
  version_id bigint not null references rule_version,
  rules jsonb not null
);
