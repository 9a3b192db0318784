-- What the desk's queue is sorted by, and what moderators do beside deciding.

-- How urgent a comment is: log2 of its severity and its reach, less its arrival in units of ten hours. What two comments are
-- to each other never changes with time, so it is written once, with the decision (src/store/rank.ts). Of one that has no
-- decision yet only the arrival is known.
alter table comment add column rank double precision not null
  default (ln(0.01::float8) / ln(2::float8) - extract(epoch from now())::float8 / 36000);
update comment set rank =
    ln(greatest(decision.severity, 0.01)) / ln(2::float8) - extract(epoch from comment.revised_at)::float8 / 36000
  from decision where decision.id = comment.decision_id;

create index comment_by_rank on comment (site, status, rank desc, uid desc);
create index comment_by_arrival on comment (site, status, revised_at, uid);
drop index comment_held;

-- An author's record is counted for each card: from the index alone.
drop index comment_by_author;
create index comment_by_author on comment (site, author_id, received_at) include (uid, status);

-- The decision that this one takes back, and the one that is in force again: itself no undo, and null where nothing had been
-- decided before.
alter table decision add column undoes bigint references decision;
alter table decision add column restores bigint references decision;

-- The reports of a decision that is undone.
create index report_of_decision on report (decision_id);

-- Who has left a comment to others, when and why: it is not served to them for an hour.
create table skip (
  comment_uid bigint not null references comment,
  moderator text not null,
  reason text not null check (reason in ('unsure', 'language', 'context', 'break', 'colleague')),
  at timestamptz not null default now(),
  primary key (comment_uid, moderator)
);

-- What moderators say to each other about a comment; gone when it is erased.
create table note (
  id bigint generated always as identity primary key,
  comment_uid bigint not null references comment,
  by text not null,
  at timestamptz not null default now(),
  text text not null
);

create index note_of_comment on note (comment_uid, id);

-- What a moderator was shown before a bulk act: ids and revisions, for ten minutes and one use.
create table bulk_preview (
  token uuid primary key,
  site text not null,
  moderator text not null,
  expires_at timestamptz not null,
  selected jsonb not null
);
