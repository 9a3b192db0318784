import type { z } from 'zod'
import type { commentInputSchema } from '../domain/comment.js'
import { acceptedSchema, batchAnswerSchema, commentViewSchema } from '../http/views.js'
import { readAnswer, StetError } from './client-answer.js'

export type CommentInput = z.input<typeof commentInputSchema>
export type Accepted = z.infer<typeof acceptedSchema>
export type Comment = z.infer<typeof commentViewSchema>
export type BatchAnswer = z.infer<typeof batchAnswerSchema>

export type Client = {
  /**
   * Sends one comment. Answers the comment with its decision when there is one within `waitMs` (0 to 10,000), else its
   * pending revision. Sending the same id and text again is harmless; other text makes the next revision.
   */
  submit: (comment: CommentInput, waitMs?: number) => Promise<Accepted | Comment>
  /** Sends up to 1,000 comments. What is wrong with one of them is in `rejected` and no error. */
  submitBatch: (comments: readonly CommentInput[]) => Promise<BatchAnswer>
  /** Undefined when Stet does not know the id. */
  get: (id: string, options?: { receipt: boolean }) => Promise<Comment | undefined>
  /** Erases a comment's text and names. Answers false when Stet does not know the id. */
  erase: (id: string) => Promise<boolean>
  /** Erases all that an author wrote here. Answers false when Stet knows nothing of the author. */
  eraseAuthor: (id: string) => Promise<boolean>
}

// Longer than the longest `wait`; a backend should not hang on us.
const timeoutMs = 20_000

/**
 * A client for a site's backend: Stet's address and the site's key.
 * Every call throws {@link StetError} when Stet refuses, and `TypeError` or `TimeoutError` when it cannot be reached:
 * send the same again later, an id is accepted once.
 */
export function createClient({ url, key }: { url: string; key: string }): Client {
  const request = (method: string, path: string, body?: unknown) =>
    fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
  const remove = async (path: string) => {
    const answer = await request('DELETE', path)
    if (answer.status === 404) return false
    await readAnswer(answer)
    return true
  }
  return {
    submit: async (comment, waitMs = 0) => {
      const answer = await request('POST', `/v1/comments?wait=${waitMs}`, comment)
      const { status } = answer
      const value = await readAnswer(answer)
      return status === 202 ? acceptedSchema.parse(value) : commentViewSchema.parse(value)
    },
    submitBatch: async (comments) =>
      batchAnswerSchema.parse(await readAnswer(await request('POST', '/v1/comments/batch', comments))),
    get: async (id, options) => {
      const path = `/v1/comments/${encodeURIComponent(id)}${options?.receipt ? '?receipt=1' : ''}`
      const answer = await request('GET', path)
      return answer.status === 404 ? undefined : commentViewSchema.parse(await readAnswer(answer))
    },
    erase: (id) => remove(`/v1/comments/${encodeURIComponent(id)}`),
    eraseAuthor: (id) => remove(`/v1/authors/${encodeURIComponent(id)}`),
  }
}

export { StetError }
