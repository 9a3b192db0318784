-- Who did what when at the desk, written in the transaction of what it tells about. Never a comment's text.
create table audit (
  id bigint generated always as identity primary key,
  site text not null,
  at timestamptz not null default now(),
  -- what decisions show of whoever acted, and what opened the door to them: a session, a token
  actor text not null,
  via text not null,
  action text not null,
  -- what it was done to: `comment:c-1`, `article:n-1`, `person:anna`
  subject text not null,
  -- the bulk act that it is part of
  parent bigint references audit,
  detail jsonb not null default '{}'
);

create index audit_by_site on audit (site, id);
create index audit_by_subject on audit (site, subject, id);
create index audit_by_actor on audit (site, actor, id);
create index audit_of_parent on audit (parent) where parent is not null;

create trigger audit_is_append_only before update or delete on audit
  for each row execute function refuse_change();
create trigger audit_is_never_emptied before truncate on audit
  for each statement execute function refuse_change();
