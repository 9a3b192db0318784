import { expect, it } from 'vitest'
import type { Item } from '../../src/desk/schemas/item.js'
import { freshDatabase } from '../helpers/database.js'
import { heldInStory, loadStory } from '../helpers/desk-story.js'
import { hostile, loadHostile } from '../helpers/hostile.js'
import { moderatorToken, startStet, type TestStet } from '../helpers/stet.js'

async function withStet(use: (stet: TestStet) => Promise<void>): Promise<void> {
  const stet = await startStet({ DATABASE_URL: await freshDatabase() }, { workers: false })
  await use(stet).finally(() => stet.stop())
}

const queueOf = async (stet: TestStet, query: string) =>
  (await stet.call<{ items: Item[] }>('GET', `/v1/queue?limit=100&${query}`, { key: moderatorToken })).body
    .items

it('the story of the browser tests is an afternoon at the desk', () =>
  withStet(async (stet) => {
    await loadStory(stet)
    const queue = await queueOf(stet, 'sort=oldest')
    expect(queue.map(({ id }) => id)).toEqual(
      // What was edited waits since it was; here as long as the rest.
      heldInStory.map(({ id }) => id),
    )
    expect(queue.find(({ id }) => id === 'border-10')).toMatchObject({ edits: 1, language: 'en' })
    expect(queue.find(({ id }) => id === 'border-5')?.parent?.body).toContain('breed like rats')
    expect(queue.find(({ id }) => id === 'border-6')).toMatchObject({ notes: 1, record: { rejected: 1 } })
  }))

it('the hostile corpus is taken in as what it is', () =>
  withStet(async (stet) => {
    await loadHostile(stet)
    const queue = await queueOf(stet, '')
    expect(queue.length).toBe(hostile.length - Math.ceil(hostile.length / 4))
    for (const { body } of queue) expect(hostile.some((text) => body?.startsWith(text))).toBe(true)
  }))
