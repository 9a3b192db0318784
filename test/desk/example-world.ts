import { checkRuleSet } from '../../src/rules/check-rule-set.js'
import { versionOf } from '../../src/rules/version.js'
import { declarations } from '../../src/signals/all.js'
import { applyVersion } from '../../src/store/rule-versions.js'
import { aComment, judgeAs, send } from '../helpers/comments.js'
import type { Person } from '../helpers/people.js'
import type { TestStet } from '../helpers/stet.js'

/** What the examples of the API speak of: three comments by one author on one article, two of them held, and one reply. */
export async function makeWorld(stet: TestStet): Promise<void> {
  const article = { id: 'n-42', url: 'https://news.example/42', title: 'The bridge', section: 'local' }
  const author = { id: 'a-7', name: 'reader' }
  for (const id of ['c-1', 'c-2', 'c-3']) await send(stet, aComment(id, { author, article }))
  await send(stet, aComment('c-4', { article, parentId: 'c-2' }))
  const text = 'version: 1\nrules:\n  - { name: links, when: links.count >= 2, then: hold, because: x }\n'
  const source = { file: 'ours.yaml', text, lists: new Map<string, string>() }
  const version = versionOf(source, checkRuleSet(source, declarations))
  await applyVersion(stet.context.db, version, 'anna')
  const judgement = { rule: 'links', signals: { 'links.count': 3 }, rules: version.hash }
  for (const id of ['c-1', 'c-3', 'c-4']) await judgeAs(stet, id, 'hold', judgement)
  await judgeAs(stet, 'c-2', 'publish', judgement)
}

export type World = { stet: TestStet; me: Person }

/** What in an example is known only once it was made: an id in the address, members of the body. */
export type Arranged = { path?: Record<string, string>; body?: Record<string, unknown> }

const idOf = async (answer: Promise<{ body: { id: string } }>) => ({ path: { id: (await answer).body.id } })

const anEndpoint = ({ me }: World) =>
  idOf(me.call('POST', '/v1/endpoints', { url: 'https://archive.example/stet' }))

async function aLostReport(world: World): Promise<Arranged> {
  await anEndpoint(world)
  await world.me.decide('c-1', 'publish')
  const failed = await world.stet.context.db
    .updateTable('report')
    .set({ state: 'failed' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { path: { id: failed.id } }
}

async function aPreview({ me }: World): Promise<Arranged> {
  const selection = { author: 'a-7', article: 'n-42' }
  const { body } = await me.call<{ token: string }>('POST', '/v1/bulk/preview', { selection })
  return { body: { token: body.token } }
}

async function aDecision({ me }: World): Promise<Arranged> {
  await me.decide('c-1', 'publish', { note: 'A witness.' })
  return {}
}

const somebody = async ({ me }: World): Promise<Arranged> => {
  await me.call('POST', '/v1/people', { name: 'bea', email: 'bea@news.example', role: 'moderator' })
  return {}
}
const aKey = ({ me }: World) => idOf(me.call('POST', '/v1/keys', { name: 'website' }))
const aToken = ({ me }: World) =>
  idOf(me.call('POST', '/v1/tokens', { name: 'archive', role: 'viewer', expiresInDays: 90 }))

/** By the operation: what has to happen before its example can be sent. */
export const arrangements: Record<string, (world: World) => Promise<Arranged>> = {
  'POST /v1/queue/renew': async ({ me }) => {
    await me.claim({ count: 4 })
    return {}
  },
  'POST /v1/queue/release': async ({ me }) => {
    await me.claim({ count: 4 })
    return {}
  },
  'POST /v1/decisions/{id}/undo': ({ me }) => idOf(me.decide('c-1', 'publish')),
  'GET /v1/comments/{id}/notes': async ({ me }) => {
    await me.call('POST', '/v1/comments/c-1/notes', { text: 'The club was closed in 2019.' })
    return {}
  },
  'POST /v1/bulk': aPreview,
  'POST /v1/bulk/{id}/undo': async (world) => {
    const { body } = await aPreview(world)
    return idOf(world.me.call('POST', '/v1/bulk', { verdict: 'reject', ...body }))
  },
  'GET /v1/audit': aDecision,
  'GET /v1/audit.csv': aDecision,
  'GET /v1/comments/{id}/history': aDecision,
  'DELETE /v1/rules/tests/{id}': ({ me }) =>
    idOf(me.call('POST', '/v1/rules/tests', { comment: 'c-1', expect: 'publish' })),
  'PATCH /v1/endpoints/{id}': anEndpoint,
  'DELETE /v1/endpoints/{id}': anEndpoint,
  'POST /v1/endpoints/{id}/rotate': anEndpoint,
  'GET /v1/endpoints/{id}/deliveries': anEndpoint,
  'POST /v1/deliveries/{id}/replay': aLostReport,
  'GET /v1/people': somebody,
  'PATCH /v1/people/{name}': somebody,
  'POST /v1/people/{name}/link': somebody,
  'DELETE /v1/people/{name}': somebody,
  'PATCH /v1/keys/{id}': aKey,
  'POST /v1/keys/{id}/rotate': aKey,
  'DELETE /v1/keys/{id}': aKey,
  'PATCH /v1/tokens/{id}': aToken,
  'POST /v1/tokens/{id}/rotate': aToken,
  'DELETE /v1/tokens/{id}': aToken,
}
