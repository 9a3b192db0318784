import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../http/problems.js'
import { type Auth, clientAddressHeader } from './auth.js'

/** The request as better-auth takes it, with nothing of the client's headers that it has no need of. */
export function toRequest(
  request: FastifyRequest,
  publicUrl: string | undefined,
  sent = request.body,
): Request {
  const headers = new Headers({ [clientAddressHeader]: request.ip, 'content-type': 'application/json' })
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  const origin = publicUrl ?? `${request.protocol}://${request.host}`
  const body = request.method === 'POST' ? { body: JSON.stringify(sent ?? {}) } : {}
  return new Request(new URL(request.url, origin), { method: request.method, headers, ...body })
}

/** What was refused, in our own form. @throws {Problem} */
async function refuse(answer: Response): Promise<never> {
  const { message } = (await answer.json().catch(() => ({}))) as { message?: string }
  const retryAfter = answer.headers.get('x-retry-after')
  throw new Problem(answer.status, answer.status === 429 ? 'Too many requests' : 'This was refused', {
    ...(message === undefined ? {} : { detail: message }),
    ...(retryAfter === null ? {} : { retryAfterSeconds: Number(retryAfter) }),
  })
}

/**
 * Passes a call on to better-auth, and what it says back: its cookies, and of its body what the call's schema names. What was
 * not refused is `done` before it is answered.
 */
export async function passOn(
  auth: Auth,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
  sent = request.body,
  done?: () => Promise<unknown>,
) {
  const answer = await auth.handler(toRequest(request, publicUrl, sent))
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  if (answer.status >= 400) await refuse(answer)
  await done?.()
  reply.header('cache-control', 'no-store')
  return reply.send((await answer.json()) ?? {})
}
