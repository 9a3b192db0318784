-- Comments, what was decided about them, and what must be told about it. Times are when Stet saw a thing.

create table comment (
  uid bigint generated always as identity primary key,
  site text not null,
  id text not null,
  revision integer not null default 1,
  status text not null default 'pending'
    check (status in ('pending', 'published', 'held', 'rejected', 'erased')),
  parent_id text,
  language text,
  author_id text not null,
  author_name text,
  author_joined_at timestamptz,
  author_role text not null check (author_role in ('reader', 'trusted', 'staff')),
  article_id text not null,
  article_url text,
  article_title text,
  article_section text,
  -- sha-256 of the normalised text of the current revision: finds copies without comparing texts
  text_hash bytea,
  -- the site's own time of writing, when it gave one
  created_at timestamptz,
  received_at timestamptz not null default now(),
  revised_at timestamptz not null default now(),
  -- when a job for the current revision was last put on the queue: the sweep puts it there again if it got lost
  enqueued_at timestamptz not null default now(),
  decision_id bigint,
  unique (site, id)
);

create table revision (
  comment_uid bigint not null references comment,
  revision integer not null,
  -- null once erased
  body text,
  received_at timestamptz not null default now(),
  primary key (comment_uid, revision)
);

create table decision (
  id bigint generated always as identity primary key,
  comment_uid bigint not null references comment,
  revision integer not null,
  verdict text not null check (verdict in ('publish', 'hold', 'reject')),
  at timestamptz not null default now(),
  by_kind text not null check (by_kind in ('machine', 'moderator')),
  by_id text,
  reasons jsonb not null,
  scores jsonb,
  model text,
  rules text,
  missing text[] not null default '{}',
  -- the most severe score or rule, for the desk's order: 0 to 1
  severity double precision not null default 0
);

alter table comment add foreign key (decision_id) references decision;

create index decision_of_comment on decision (comment_uid, id);
create index decision_incomplete on decision (at) where by_kind = 'machine' and missing <> '{}';

-- A decision is never changed, only followed by another.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;

create trigger decision_is_append_only before update or delete on decision
  for each row execute function refuse_change();
create trigger decision_is_never_emptied before truncate on decision
  for each statement execute function refuse_change();

-- What a decision rested on. Beside the decision, because erasing a comment removes what was read from its text.
create table receipt (
  decision_id bigint primary key references decision,
  signals jsonb not null,
  timings jsonb not null,
  note text
);

create index comment_pending on comment (enqueued_at) where status = 'pending';
create index comment_held on comment (uid) where status = 'held';
create index comment_by_author on comment (site, author_id, received_at);
create index comment_by_article on comment (site, article_id, received_at);

-- The outbox: written in the transaction of what it tells about, and kept until delivered and after.
create table report (
  id text primary key,
  comment_uid bigint not null references comment,
  revision integer not null,
  decision_id bigint references decision,
  type text not null
    check (type in ('comment.published', 'comment.held', 'comment.rejected', 'comment.erased')),
  endpoint text not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  enqueued_at timestamptz not null default now(),
  delivered_at timestamptz
);

create index report_pending on report (endpoint, due_at) where state = 'pending';
create index report_failed on report (created_at) where state = 'failed';

-- An endpoint that answered 410 Gone gets nothing more until someone replays to it.
create table stopped_endpoint (
  endpoint text primary key,
  stopped_at timestamptz not null default now()
);

-- A moderator's short claim on a held comment. A row with an expiry: a moderator who leaves blocks nobody for long.
create table lease (
  comment_uid bigint primary key references comment,
  moderator text not null,
  expires_at timestamptz not null
);

-- What each worker last said of itself, for the readiness of processes that have no model of their own.
create table worker (
  id text primary key,
  seen_at timestamptz not null default now(),
  model jsonb not null,
  rules text not null
);

-- Keys made at the first start when none were configured: only their hashes stay.
create table credential (
  role text primary key check (role in ('site', 'moderator')),
  hash bytea not null,
  created_at timestamptz not null default now()
);
