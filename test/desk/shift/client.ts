import type { Item } from '../../../src/desk/schemas/item.js'
import type { Decision } from '../../../src/domain/decision.js'
import { skipReasons } from '../../../src/domain/skip.js'
import { moderatorToken } from '../../helpers/stet.js'
import type { Desks } from './desks.js'
import type { Time } from './time.js'

/** What a client knows of what it did: answers it had, and requests of which it never learnt what became of them. */
export type Memory = {
  decided: { comment: string; decision: string }[]
  undone: { comment: string; decision: string }[]
  refused: number
  unknown: number
  /** What was served to it although it had skipped that within the hour: must stay empty. */
  servedAgain: string[]
  unexpected: string[]
}

type Answer<T> = { status: number; body: T } | undefined

/** Always the same numbers from 0 to 1 for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A moderator who works at random until nothing is held, over connections that break. */
export function createClient(name: string, seed: number, desks: Desks, time: Time) {
  const random = numbersFrom(seed)
  const memory: Memory = {
    decided: [],
    undone: [],
    refused: 0,
    unknown: 0,
    servedAgain: [],
    unexpected: [],
  }
  const skipped = new Map<string, number>()

  /** Undefined when the connection broke, or was broken by the client: what became of it is not known. */
  async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const breaks = random() < 0.1
    const signal = breaks ? AbortSignal.timeout(1 + Math.floor(random() * 15)) : AbortSignal.timeout(30_000)
    const headers = {
      authorization: `Bearer ${moderatorToken}`,
      'stet-moderator': name,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    try {
      const init = { method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
      const answer = await fetch(`${desks.url(Math.floor(random() * 2))}${path}`, init)
      const text = await answer.text()
      return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T }
    } catch {
      if (method !== 'GET') memory.unknown += 1
      return undefined
    }
  }

  async function undo(comment: string, decision: string): Promise<void> {
    const answer = await ask<Decision>('POST', `/v1/decisions/${decision}/undo`)
    if (answer?.status === 201) memory.undone.push({ comment, decision: answer.body.id })
    else if (answer?.status === 409) memory.refused += 1
    else if (answer) memory.unexpected.push(`undo ${answer.status}`)
  }

  async function decide({ id, revision, decision }: Item): Promise<void> {
    const verdict = random() < 0.5 ? 'publish' : 'reject'
    const body = { verdict, onRevision: revision, onDecision: decision?.id }
    const path = `/v1/comments/${id}/decisions`
    const answer = (await ask<Decision>('POST', path, body)) ?? (await ask<Decision>('POST', path, body))
    if (answer?.status === 409) memory.refused += 1
    if (answer && ![201, 409, 403].includes(answer.status)) memory.unexpected.push(`decide ${answer.status}`)
    if (answer?.status !== 201) return
    memory.decided.push({ comment: id, decision: answer.body.id })
    if (random() < 0.25) await undo(id, answer.body.id)
  }

  async function skip(id: string): Promise<void> {
    const reason = skipReasons[Math.floor(random() * skipReasons.length)]
    const hour = time.hour()
    const answer = await ask('POST', '/v1/queue/skip', { id, reason, note: 'For a colleague.' })
    if (answer?.status === 204) skipped.set(id, hour)
  }

  async function workOn(item: Item): Promise<void> {
    const act = random()
    if (act < 0.7) return decide(item)
    if (act < 0.8) return skip(item.id)
    if (act < 0.9) await ask('POST', '/v1/queue/release', { ids: [item.id] })
    // Else the client goes to lunch, and its lease runs out.
  }

  async function claim(): Promise<Item[]> {
    const hour = time.hour()
    const count = 1 + Math.floor(random() * 3)
    const answer = await ask<{ items: Item[] }>('POST', '/v1/queue/claim', { count })
    if (answer && answer.status !== 200) memory.unexpected.push(`claim ${answer.status}`)
    const items = answer?.body.items ?? []
    if (time.hour() === hour)
      memory.servedAgain.push(...items.map(({ id }) => id).filter((id) => skipped.get(id) === hour))
    return items
  }

  /** Works until nothing is held any more. */
  async function work(): Promise<void> {
    for (;;) {
      const items = await claim()
      for (const item of items) await workOn(item)
      if (items.length > 0) continue
      const left = await ask<{ count: number }>('GET', '/v1/queue/count')
      if (left?.body.count === 0) return
      if (left) await time.pass()
    }
  }

  return { name, memory, work }
}

export type Client = ReturnType<typeof createClient>
