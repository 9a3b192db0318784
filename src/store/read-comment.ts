import type { CommentRow } from './comments.js'
import type { Executor } from './database.js'

/** The comment by Stet's own number, as queue payloads carry it, with its present text; null once erased. */
export async function readComment(
  db: Executor,
  uid: string,
): Promise<(CommentRow & { body: string | null }) | undefined> {
  return db
    .selectFrom('comment')
    .innerJoin('revision', (join) =>
      join
        .onRef('revision.comment_uid', '=', 'comment.uid')
        .onRef('revision.revision', '=', 'comment.revision'),
    )
    .selectAll('comment')
    .select('revision.body')
    .where('uid', '=', uid)
    .executeTakeFirst()
}
