import { setTimeout as sleep } from 'node:timers/promises'
import { siteKey } from './stage.js'

export type Comment = { id: string; body: string }

/** How far the producer has come; `window` is how many comments it may be ahead of the decisions. */
export type Production = { acknowledged: number; edited: number; repeated: number; window: number }

const chunkSize = 10
const producers = 4
const pauseMs = 100
const requestMs = 10_000
const editedEach = 20

export const isEdited = (index: number): boolean => index % editedEach === 0
export const editedBody = (body: string): string => `${body} (edited)`

/** Sends until it is acknowledged, whatever happens in between. Answers the acknowledgement. */
async function post<T>(production: Production, url: string, body: unknown): Promise<T> {
  for (;;) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${siteKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(requestMs),
      })
      const text = await answer.text()
      if (answer.ok) return JSON.parse(text) as T
      if (answer.status < 500) throw new TypeError(`refused with ${answer.status}: ${text}`)
    } catch (error) {
      // No connection, or one that broke: what a backend that has not been answered does is send it again.
      if (error instanceof TypeError && error.message.startsWith('refused')) throw error
    }
    production.repeated += 1
    await sleep(pauseMs)
  }
}

const inputOf = ({ id, body }: Comment, index: number) => ({
  id,
  body,
  author: { id: `author of ${id}` },
  article: { id: `n-${index % 7}`, section: 'local' },
})

type BatchAnswer = { accepted: number; unchanged: number; rejected: unknown[] }

/** Sends all comments in batches, and edits some of them, never too far ahead of what is decided. */
export async function produce(
  url: string,
  comments: readonly Comment[],
  production: Production,
  decided: () => number,
): Promise<void> {
  let next = 0
  const one = async () => {
    for (;;) {
      while (production.acknowledged - decided() > production.window) await sleep(pauseMs)
      const from = next
      const chunk = comments.slice(from, from + chunkSize)
      if (chunk.length === 0) return
      next += chunk.length
      const inputs = chunk.map((comment, offset) => inputOf(comment, from + offset))
      const answer = await post<BatchAnswer>(production, `${url}/v1/comments/batch`, inputs)
      if (answer.accepted + answer.unchanged !== chunk.length)
        throw new Error(`a batch was not taken whole: ${JSON.stringify(answer)}`)
      production.acknowledged += chunk.length
      for (const [offset, input] of inputs.entries()) {
        if (!isEdited(from + offset)) continue
        await post(production, `${url}/v1/comments`, { ...input, body: editedBody(input.body) })
        production.edited += 1
      }
    }
  }
  await Promise.all(Array.from({ length: producers }, one))
}
