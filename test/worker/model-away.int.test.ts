import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/database.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

type Comment = {
  status: string
  decision: { id: string; verdict: string; missing: string[]; model: string | null; scores: unknown } | null
}
type Ready = { ready: boolean; checks: Record<string, { ok: boolean; detail?: string }> }

let folder: string
let stet: TestStet
const model = () => join(folder, 'toxicity')
const away = () => join(folder, 'away')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-model-away-'))
  await cp('models/toxicity', model(), { recursive: true })
  stet = await startStet({ DATABASE_URL: await freshDatabase(), STET_MODEL: model() })
})

afterAll(async () => {
  await stet?.stop()
  await rm(folder, { recursive: true, force: true })
})

const send = async (id: string): Promise<Comment> => {
  const body = `The council voted seven to four on the item numbered ${id}, as far as I know.`
  const comment = { id, body, author: { id: `author of ${id}` }, article: { id: 'n-1' } }
  const answer = await stet.call<Comment>('POST', '/v1/comments?wait=10000', { body: comment })
  expect(answer.status).toBe(200)
  return answer.body
}
const read = async (id: string) => (await stet.call<Comment>('GET', `/v1/comments/${id}`)).body
const readiness = async () => stet.call<Ready>('GET', '/readyz')
const readyAs = (status: number) =>
  until(`/readyz answers ${status}`, async () => {
    const answer = await readiness()
    return answer.status === status ? answer.body : undefined
  })

it('holds what comes while the model is away, says so, and scores it again when it is back', async () => {
  await readyAs(200)
  expect(await send('before')).toMatchObject({ status: 'published', decision: { missing: [] } })

  await rename(model(), away())
  // The model looks at its files every 50 ms: a comment of that moment still gets its scores.
  const { ready, checks } = await readyAs(503)
  const held = await send('meanwhile')
  expect(held).toMatchObject({
    status: 'held',
    decision: { verdict: 'hold', missing: ['scores'], scores: null, model: null },
  })
  expect(ready).toBe(false)
  expect(checks.model).toEqual({ ok: false, detail: expect.stringContaining(`${model()} lacks config.json`) })
  expect(checks.database).toEqual({ ok: true })
  expect(checks.queue).toEqual({ ok: true })

  await rename(away(), model())
  await readyAs(200)
  const scored = await until('the comment is scored again', async () => {
    const comment = await read('meanwhile')
    return comment.decision?.missing.length === 0 && comment
  })
  expect(scored).toMatchObject({
    status: 'published',
    decision: { verdict: 'publish', scores: { toxic: expect.any(Number) } },
  })
  const decisions = await stet.context.db
    .selectFrom('decision')
    .innerJoin('comment', 'comment.uid', 'decision.comment_uid')
    .select(['decision.id', 'verdict', 'missing'])
    .where('comment.id', '=', 'meanwhile')
    .orderBy('decision.id')
    .execute()
  expect(decisions).toEqual([
    { id: held.decision?.id, verdict: 'hold', missing: ['scores'] },
    { id: scored.decision?.id, verdict: 'publish', missing: [] },
  ])
})
