import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { parse } from 'yaml'
import { z } from 'zod'
import { commentInputSchema, languageSchema } from '../../src/domain/comment.js'
import { labels } from '../../src/domain/labels.js'
import { verdicts } from '../../src/domain/verdict.js'
import { recordJudgement } from './comments.js'
import { moderatorToken, type TestStet } from './stet.js'

const because = z.record(z.string(), z.array(z.string()))
const commentSchema = z.strictObject({
  id: z.string(),
  article: z.string(),
  author: z.string(),
  parent: z.string().optional(),
  language: languageSchema.optional(),
  minutesAgo: z.number(),
  body: z.string(),
  /** The text before it was edited. */
  was: z.string().optional(),
  verdict: z.enum(verdicts),
  because: because.default({}),
  shadow: because.default({}),
  scores: z.partialRecord(z.enum(labels), z.number()).default({}),
  missing: z.array(z.string()).default([]),
  note: z.strictObject({ by: z.string(), text: z.string() }).optional(),
  decided: z
    .strictObject({
      by: z.string(),
      verdict: z.enum(verdicts),
      reason: z.string().nullable(),
      afterMinutes: z.number(),
    })
    .optional(),
})
type StoryComment = z.infer<typeof commentSchema>

const read = (file: string): unknown =>
  parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'), { merge: true })

/** What readers wrote one afternoon, and what became of it (test/fixtures/desk-story.yaml). */
export const story = z
  .strictObject({
    articles: z.record(z.string(), z.strictObject({ title: z.string(), section: z.string() })),
    authors: z.record(z.string(), z.strictObject({ name: z.string(), role: z.string().default('reader') })),
    comments: z.array(commentSchema),
  })
  .parse(read('test/fixtures/desk-story.yaml'))

/** Those that wait for a moderator, in the order in which they came. */
export const heldInStory = story.comments
  .filter(({ verdict, decided }) => verdict === 'hold' && !decided)
  .toSorted((a, b) => b.minutesAgo - a.minutesAgo)

const ruleSchema = z.object({ name: z.string(), because: z.string() })
const rules = z.object({ rules: z.array(ruleSchema) }).parse(read('rules/default.yaml')).rules

function reasonsOf({ verdict, body, because, shadow }: StoryComment) {
  const reasonsFrom = (found: StoryComment['because'], isShadow: boolean) =>
    Object.entries(found).map(([name, phrases]) => {
      const rule = rules.find((one) => one.name === name)
      if (!rule) throw new Error(`no default rule ${name}`)
      const spans = phrases.map((phrase) => {
        const start = body.indexOf(phrase)
        if (start < 0) throw new Error(`“${phrase}” is not in “${body}”`)
        return { start, end: start + phrase.length }
      })
      return { rule: name, verdict, message: rule.because, spans, shadow: isShadow }
    })
  return [...reasonsFrom(because, false), ...reasonsFrom(shadow, true)]
}

const noScores = Object.fromEntries(labels.map((label) => [label, 0.01])) as Record<
  (typeof labels)[number],
  number
>

/** Records what a worker would have decided. */
const judge = (stet: TestStet, comment: StoryComment) =>
  recordJudgement(stet, comment.id, {
    verdict: comment.verdict,
    reasons: reasonsOf(comment),
    scores: comment.missing.includes('scores') ? null : { ...noScores, ...comment.scores },
    model: 'stet-toxicity@3f9c',
    rules: 'b41d07',
    missing: comment.missing,
    urgency: { priority: 0 },
    receipt: {
      signals: { 'language.code': comment.language ?? 'en' },
      timings: {},
      note: null,
      circumstances: null,
    },
  })

function asSent(comment: StoryComment, body: string) {
  const { id, article, author, parent, language } = comment
  const url = `https://courier.example/${article}`
  return commentInputSchema.parse({
    id,
    body,
    parentId: parent ?? null,
    language: language ?? null,
    author: { id: author, ...story.authors[author] },
    article: { id: article, url, ...story.articles[article] },
  })
}

const inTime = story.comments.toSorted((a, b) => b.minutesAgo - a.minutesAgo)

async function sendAll(stet: TestStet, comments: unknown[]): Promise<void> {
  const { status, body } = await stet.call<{ rejected: unknown[] }>('POST', '/v1/comments/batch', {
    body: comments,
  })
  if (status !== 202 || body.rejected.length > 0) throw new Error(`${status} ${JSON.stringify(body)}`)
}

async function actAs(stet: TestStet, by: string, path: string, body: unknown): Promise<void> {
  const headers = { 'stet-moderator': by }
  const { status } = await stet.call('POST', path, { key: moderatorToken, headers, body })
  if (status !== 201) throw new Error(`${by} ${path}: ${status}`)
}

/** Moves what has just been written to when it is said to have happened; a day's work cannot be waited for. */
async function moveBack({ context: { db } }: TestStet, comments: StoryComment[]): Promise<void> {
  const ids = comments.map(({ id }) => id)
  const minutes = comments.map(({ minutesAgo }) => minutesAgo)
  const after = comments.map(({ decided }) => decided?.afterMinutes ?? 0)
  const told = sql`unnest(${ids}::text[], ${minutes}::float8[], ${after}::float8[]) told (id, minutes, after)`
  // As wide as rank.ts makes an hour.
  await sql`update comment set received_at = received_at - minutes * interval '1 minute',
    revised_at = revised_at - minutes * interval '1 minute', rank = rank + minutes * 60 / 36000
    from ${told} where comment.id = told.id`.execute(db)
  await sql`update revision set received_at = revision.received_at - minutes * interval '1 minute'
    from ${told} join comment on comment.id = told.id where comment.uid = revision.comment_uid`.execute(db)
  await sql`alter table decision disable trigger user`.execute(db)
  await sql`update decision set at = at - minutes * interval '1 minute'
      + case by_kind when 'moderator' then after * interval '1 minute' else interval '0' end
    from ${told} join comment on comment.id = told.id where comment.uid = decision.comment_uid`.execute(db)
  await sql`alter table decision enable trigger user`.execute(db)
}

/** Sends what readers wrote, as they wrote it first, for a worker to judge. */
export const sendStory = (stet: TestStet) =>
  sendAll(
    stet,
    inTime.map((comment) => asSent(comment, comment.was ?? comment.body)),
  )

/** Fills the desk with the story: what stands, what waits, and what moderators did and noted. */
export async function loadStory(stet: TestStet): Promise<void> {
  await sendStory(stet)
  const edited = inTime.filter(({ was }) => was)
  for (const comment of edited)
    await judge(stet, { ...comment, verdict: 'publish', because: {}, body: comment.was ?? '' })
  await sendAll(
    stet,
    edited.map((comment) => asSent(comment, comment.body)),
  )
  for (const comment of inTime) await judge(stet, comment)
  for (const { id, note } of inTime)
    if (note) await actAs(stet, note.by, `/v1/comments/${id}/notes`, { text: note.text })
  for (const { id, decided } of inTime) {
    if (!decided) continue
    const { by, verdict, reason } = decided
    await actAs(stet, by, `/v1/comments/${id}/decisions`, { verdict, reason, onRevision: 1 })
  }
  await moveBack(stet, inTime)
}

/** Holds so many comments more, of the story's texts and authors, the first the oldest. */
export async function holdMany(stet: TestStet, count: number): Promise<void> {
  const many = Array.from({ length: count }, (_, index): StoryComment => {
    const like = heldInStory[index % heldInStory.length]
    if (!like) throw new Error('the story holds nothing')
    const { parent: _parent, was: _was, note: _note, ...rest } = like
    return { ...rest, id: `more-${index}`, body: `${like.body} (${index + 1})`, minutesAgo: count - index }
  })
  for (let from = 0; from < count; from += 500)
    await sendAll(
      stet,
      many.slice(from, from + 500).map((comment) => asSent(comment, comment.body)),
    )
  for (const comment of many) await judge(stet, comment)
  await moveBack(stet, many)
}
