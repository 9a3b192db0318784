-- How an article is moderated, where that was said: who said it, why, and until when (null: until it is said otherwise).
create table article_mode (
  site text not null,
  article_id text not null,
  mode text not null check (mode in ('open', 'watch', 'premoderate', 'closed')),
  reason text not null,
  by text not null,
  since timestamptz not null default now(),
  until timestamptz,
  primary key (site, article_id)
);

-- The last day of a site, and its numbers over time.
create index comment_by_time on comment (site, received_at);
