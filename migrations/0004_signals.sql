-- What a text is like, for finding others like it: the bands of its minhash (src/domain/fingerprint.ts), a row each. Two
-- comments with three or more bands in common say nearly the same. The site is part of a band. Kept for two days.
create table fingerprint (
  band integer not null,
  -- when the text came: comment.revised_at
  at timestamptz not null,
  comment_uid bigint not null,
  primary key (band, at, comment_uid)
);

-- For forgetting what is old, and what belongs to one comment.
create index fingerprint_by_time on fingerprint (at);
