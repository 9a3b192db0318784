import { sql } from 'kysely'

// A flood's author has tens of thousands, and what he wrote last says enough.
const mostOfAuthor = 1_000

/** For a lateral join to the comment `own`: the last thousand other comments of its author, by status. */
export const authorCounts = sql`
  select
    count(*) filter (where other.status = 'published')::int as published,
    count(*) filter (where other.status = 'held')::int as held,
    count(*) filter (where other.status = 'rejected')::int as rejected
  from (
    select status from comment
    where site = own.site and author_id = own.author_id and uid <> own.uid
    order by received_at desc limit ${sql.lit(mostOfAuthor)}) other`
