import { afterAll, beforeAll, expect, it } from 'vitest'
import { useBrowser } from '../helpers/browser.js'
import { openDesk } from '../helpers/desk-page.js'
import { cardShows, decideByKeys, press } from '../helpers/hand.js'
import { holdStory, type Newsroom, openNewsroom, toldByModerators } from '../helpers/outward.js'
import { until } from '../helpers/until.js'

const browser = useBrowser()
let newsroom: Newsroom
beforeAll(async () => {
  newsroom = await openNewsroom()
  await holdStory(newsroom.stet)
})
afterAll(() => newsroom?.stop())

const told = (id: string) => toldByModerators(newsroom, id)

/** How a comment stands, and by how many decisions of moderators. */
async function standing(id: string): Promise<{ status: string; decisions: number }> {
  const row = await newsroom.stet.context.db
    .selectFrom('comment')
    .innerJoin('decision', 'decision.comment_uid', 'comment.uid')
    .select(['status'])
    .select((eb) =>
      eb.fn.count<string>('decision.id').filterWhere('by_kind', '=', 'moderator').as('decisions'),
    )
    .where('comment.id', '=', id)
    .groupBy('comment.uid')
    .executeTakeFirstOrThrow()
  return { status: row.status, decisions: Number(row.decisions) }
}

it('undoes within five seconds, and nobody outside hears of either', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  const id = await decideByKeys(page, 'f')
  await until('the decision is taken', async () => (await standing(id)).status === 'published')
  await press(page, 'u')
  await cardShows(page, id)
  await until('it is held again', async () => (await standing(id)).status === 'held')

  // What was decided later is heard of later: when it is, the silence about the first is no matter of waiting.
  await press(page, 'j')
  const other = await decideByKeys(page, 'f')
  await until('the report about a later decision', () => told(other).length > 0)
  expect(other).not.toBe(id)
  expect(told(id)).toEqual([])
  expect((await standing(id)).decisions).toBe(2)
})

it('undoes later by a decision that has its own report', async () => {
  const page = await openDesk(browser, newsroom.stet, { name: 'ann' })
  const id = await decideByKeys(page, 'd', '5')
  await until('the site has heard', () => told(id).length > 0)
  await press(page, 'u')
  await until('the site has heard of the undo', () => told(id).length > 1)
  expect(told(id)).toEqual(['comment.rejected', 'comment.held'])
  await cardShows(page, id)
})
