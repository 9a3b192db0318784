import { sql } from 'kysely'

// One that nothing speaks against is a hundredth of the surest: it still gets its turn by waiting.
const leastSeverity = 0.01
// In so much time a comment becomes as urgent as one that is twice as severe.
const doublingSeconds = 36_000
// Of a breaking story no more are counted; a thousandfold reach is four times that of a comment alone.
const mostCounted = 1_000

const comments = sql`(
  select count(*) from (
    select from comment other
    where other.site = comment.site and other.article_id = comment.article_id
      and other.received_at >= comment.revised_at - interval '1 hour' and other.received_at < comment.revised_at
    limit ${sql.lit(mostCounted)}) counted)`

const arrival = sql`extract(epoch from comment.revised_at)::float8 / ${sql.lit(doublingSeconds)}`

/**
 * For an update of `comment`: the logarithm of severity × reach × 2^(age / 10 h) without what grows alike for all of them,
 * so that the order by it is right at any time. Reach is 1 + log10(1 + comments on the article in the hour before).
 */
export const rankOf = (severity: number) => sql<number>`
  ${Math.log2(Math.max(severity, leastSeverity))}::float8
    + ln(1 + log((1 + ${comments})::float8)) / ln(2::float8) - ${arrival}`
