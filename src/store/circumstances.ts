import { sql } from 'kysely'
import type { AuthorRecord } from '../domain/signal.js'
import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'

export type History = {
  record: AuthorRecord
  pace: { lastMinute: number; lastHour: number }
  sameTextCount: number
}

/**
 * What the author did on this site before, the comment itself left out. Pace and copies are counted back from the
 * comment's own arrival, so that a backlog does not change what is seen in it.
 */
export async function readHistory(db: Executor, comment: CommentRow): Promise<History> {
  const { rows } = await sql<{
    published: number
    held: number
    rejected: number
    minute: number
    hour: number
    same: number
  }>`
    select
      count(*) filter (where other.status = 'published')::int as published,
      count(*) filter (where other.status = 'held')::int as held,
      count(*) filter (where other.status = 'rejected')::int as rejected,
      count(*) filter (where other.received_at between own.received_at - interval '1 minute' and own.received_at)::int as minute,
      count(*) filter (where other.received_at between own.received_at - interval '1 hour' and own.received_at)::int as hour,
      count(*) filter (where other.text_hash = own.text_hash
        and other.received_at between own.received_at - interval '1 day' and own.received_at)::int as same
    from comment own
    left join comment other on other.site = own.site and other.author_id = own.author_id and other.uid <> own.uid
    where own.uid = ${comment.uid}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('an aggregate without a row')
  const { published, held, rejected, minute, hour, same } = row
  return {
    record: { published, held, rejected },
    pace: { lastMinute: minute, lastHour: hour },
    sameTextCount: same,
  }
}
