import { z } from 'zod'
import { deskPrincipal } from '../http/access.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { readModes, type StoredMode, setMode } from '../store/article-modes.js'
import {
  type ArticleRow,
  findArticle,
  listArticles,
  readArticleHours,
  readJudged,
} from '../store/articles.js'
import { recordAudit } from '../store/audit.js'
import type { Database } from '../store/database.js'
import type { DeskParts } from './parts.js'
import {
  articleAnswerSchema,
  articlesAnswerSchema,
  type Mode,
  modeBodySchema,
  modeSchema,
} from './schemas/article.js'
import { articleParams } from './schemas/params.js'
import { fewestJudged, suggestMode } from './suggest-mode.js'

const tags = ['desk']
const unjudged = { judgedLately: 0, stoppedLately: 0, judgedBefore: 0, stoppedBefore: 0 }

const modeView = ({ mode, reason, by, since, until }: StoredMode): Mode => ({
  mode,
  reason,
  by,
  since: since?.toISOString() ?? null,
  until: until?.toISOString() ?? null,
})

async function articleView(db: Database, site: string, row: ArticleRow, mode: StoredMode) {
  // What the machine said takes reading a day's decisions: only where enough came of late to say anything.
  const judged = row.lately < fewestJudged ? unjudged : await readJudged(db, site, row.article.id)
  const suggestion = suggestMode({ ...row, ...judged }, mode.mode)
  return { article: row.article, mode: modeView(mode), counts: row.counts, suggestion }
}

function addList(app: Server, { db, site }: DeskParts): void {
  const active = z
    .enum(['0', '1'])
    .default('0')
    .meta({ description: '1: only those with comments in the last day.', examples: ['1'] })
  const schema = {
    tags,
    summary: 'The articles of the day',
    description:
      'Articles with comments in the last 24 hours and those whose mode is set, the busiest first, at most 200; each with its mode, and with what a spike suggests.',
    querystring: z.strictObject({ active }),
    response: { 200: articlesAnswerSchema },
  }
  app.get('/v1/articles', { config: { access: 'viewer' }, schema }, async (request) => {
    const rows = await listArticles(db, site, request.query.active === '1')
    const modeOf = await readModes(
      db,
      site,
      rows.map(({ article }) => article.id),
    )
    return { items: await Promise.all(rows.map((row) => articleView(db, site, row, modeOf(row.article.id)))) }
  })
}

function addOne(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'One article',
    description:
      'Its mode, its counts, the comments of each of the last 24 hours, and what a spike suggests.',
    params: articleParams,
    response: { 200: articleAnswerSchema },
    'x-problems': [404],
  }
  app.get('/v1/articles/:id', { config: { access: 'viewer' }, schema }, async (request) => {
    const { id } = request.params
    const row = await findArticle(db, site, id)
    if (!row) throw new Problem(404, 'There is no such article')
    const modeOf = await readModes(db, site, [id])
    const hours = await readArticleHours(db, site, id)
    const rate = hours.map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts }))
    return { ...(await articleView(db, site, row, modeOf(id))), rate }
  })
}

function refusePast(until: string | null): void {
  if (until === null || Date.parse(until) > Date.now()) return
  const errors = [{ pointer: '/until', detail: 'must be a time to come, or null' }]
  throw new Problem(400, 'The request is not valid', { errors })
}

function addMode(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Set how an article is moderated',
    description:
      '`watch` lowers the thresholds of the scores, `premoderate` holds whatever would be published, `closed` refuses new comments. It lapses at `until`, and may be set before the first comment comes.',
    params: articleParams,
    body: modeBodySchema,
    response: { 200: modeSchema },
  }
  app.put('/v1/articles/:id/mode', { config: { access: 'chief' }, schema }, async (request) => {
    const { name, via } = deskPrincipal(request)
    const { id } = request.params
    const { mode, reason, until } = request.body
    refusePast(until)
    return db.transaction().execute(async (tx) => {
      const stored = await setMode(tx, site, id, { mode, reason, until, by: name })
      const detail = { mode, reason, until }
      await recordAudit(tx, { site, actor: name, via, action: 'set-mode', subject: `article:${id}`, detail })
      return modeView(stored)
    })
  })
}

/** How articles are moderated, and what happens on them. */
export function addArticles(app: Server, parts: DeskParts): void {
  addList(app, parts)
  addOne(app, parts)
  addMode(app, parts)
}
