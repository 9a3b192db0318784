import type { Executor } from './database.js'

export type FailedReport = { id: string; comment: string; reason: string; at: Date }

/** Reports to a site's endpoints that were given up, the latest first, with the comments that they are about. */
export async function latestFailedReports(
  db: Executor,
  site: string,
  limit: number,
): Promise<FailedReport[]> {
  const rows = await db
    .selectFrom('report')
    .innerJoin('comment', 'comment.uid', 'report.comment_uid')
    .select(['report.id', 'comment.id as comment', 'last_error', 'report.created_at as at'])
    .where('comment.site', '=', site)
    .where('report.state', '=', 'failed')
    .orderBy('report.created_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ last_error, ...row }) => ({ ...row, reason: last_error ?? '' }))
}

/** The sites' ids of comments by our numbers, and of what reports are about by theirs. */
export async function commentsBehind(
  db: Executor,
  uids: readonly string[],
  reports: readonly string[],
): Promise<Map<string, string>> {
  const byUid =
    uids.length === 0
      ? []
      : await db.selectFrom('comment').select(['uid as key', 'id']).where('uid', 'in', uids).execute()
  const byReport =
    reports.length === 0
      ? []
      : await db
          .selectFrom('report')
          .innerJoin('comment', 'comment.uid', 'report.comment_uid')
          .select(['report.id as key', 'comment.id'])
          .where('report.id', 'in', reports)
          .execute()
  return new Map([...byUid, ...byReport].map(({ key, id }) => [key, id]))
}
