import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import {
  readByRule,
  readBySection,
  readDecided,
  readReceived,
  type SeriesPoint,
  type SeriesRange,
} from '../store/series.js'
import type { DeskParts } from './parts.js'
import { type Series, seriesQuerySchema, seriesSchema } from './schemas/stats.js'

const hourMs = 3_600_000
const stepMs = { hour: hourMs, day: 24 * hourMs }
// A quarter of a year: it is read from the decisions themselves each time.
const mostDays = 92

const noVerdicts = { publish: 0, hold: 0, reject: 0 }
const noTimes = { median: null, ninetieth: null }
const nothing = { machine: noVerdicts, moderators: noVerdicts, verdictSeconds: noTimes, heldSeconds: noTimes }

function checked(from: string, to: string): { from: Date; to: Date } {
  const range = { from: new Date(from), to: new Date(to) }
  const days = (range.to.getTime() - range.from.getTime()) / stepMs.day
  const refuse = (detail: string) =>
    new Problem(400, 'The request is not valid', { errors: [{ pointer: '/to', detail }] })
  if (days <= 0) throw refuse('must be later than from')
  if (days > mostDays) throw refuse(`must be at most ${mostDays} days later than from`)
  return range
}

/** Every hour or day from the one in which the range begins, those in which nothing happened too. */
function pointsOf(
  { from, to, by }: SeriesRange,
  received: readonly { at: Date; received: number }[],
  decided: readonly SeriesPoint[],
): Series['points'] {
  const came = new Map(received.map((one) => [one.at.getTime(), one.received]))
  const done = new Map(decided.map(({ at, ...one }) => [at.getTime(), one]))
  const points: Series['points'] = []
  const begin = Math.floor(from.getTime() / stepMs[by]) * stepMs[by]
  for (let at = begin; at < to.getTime(); at += stepMs[by])
    points.push({ at: new Date(at).toISOString(), received: came.get(at) ?? 0, ...(done.get(at) ?? nothing) })
  return points
}

/** `GET /v1/stats/series`: in and out over time, how long things take, by rule and by section. */
export function addSeries(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags: ['desk'],
    summary: 'Numbers over time',
    description:
      'What came and what was decided by hour or day (UTC), how long verdicts and holds took, which rules matched and in which sections; at most 92 days. Derived from the decisions, and never by person.',
    querystring: seriesQuerySchema,
    response: { 200: seriesSchema },
  }
  app.get('/v1/stats/series', { config: { access: 'viewer' }, schema }, async (request) => {
    const { from, to, by } = request.query
    const range = { site, by, ...checked(from, to) }
    // One after the other: numbers must not take the connections that decisions need.
    const received = await readReceived(db, range)
    const points = pointsOf(range, received, await readDecided(db, range))
    return { points, byRule: await readByRule(db, range), bySection: await readBySection(db, range) }
  })
}
