import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchemaCompiler,
} from 'fastify'
import { z } from 'zod'
import type { FieldError } from '../domain/errors.js'

/** An answer that is not a success (RFC 9457). Its `detail` is written for the caller and holds nothing internal. */
export class Problem extends Error {
  override readonly name = 'Problem'
  constructor(
    readonly status: number,
    readonly title: string,
    readonly more: {
      detail?: string
      errors?: FieldError[]
      retryAfterSeconds?: number
      [key: string]: unknown
    } = {},
  ) {
    super(title)
  }
}

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

const escapeToken = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')
const pointerOf = (path: readonly PropertyKey[]) => path.map((part) => `/${escapeToken(part)}`).join('')

type Issue = { path: readonly PropertyKey[]; message: string; keys?: readonly string[] | undefined }

/** zod's issues as pointers and sentences; each unknown key gets one of its own. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return (issues as readonly Issue[]).flatMap(({ path, message, keys }) =>
    keys
      ? keys.map((key) => ({ pointer: pointerOf([...path, key]), detail: 'is not a known key' }))
      : [{ pointer: pointerOf(path), detail: message }],
  )
}

/**
 * Checks a part of a request; what is wrong with it becomes a problem with a pointer to each fault. The type provider's
 * own compiler would lose the paths.
 */
export const checkByZod: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data) => {
    const parsed = schema.safeParse(data)
    if (parsed.success) return { value: parsed.data }
    const errors = fieldErrors(parsed.error.issues)
    return {
      error: new Problem(400, 'The request is not valid', {
        detail: `In the ${httpPart ?? 'request'}.`,
        errors,
      }),
    }
  }

function send(reply: FastifyReply, problem: Problem) {
  const { status, title, more } = problem
  const { retryAfterSeconds, ...members } = more
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  const body = JSON.stringify({ type: 'about:blank', title, status, ...members })
  // As bytes: Fastify would add a charset to the type, and this type has none.
  return reply.status(status).header('content-type', 'application/problem+json').send(Buffer.from(body))
}

const ofStatus: Record<number, string> = {
  400: 'The request could not be read',
  413: 'The request is too large',
  415: 'The content type is not one that is taken here',
  429: 'Too many requests',
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  const status = error.statusCode ?? 500
  if (status < 500) {
    const title = ofStatus[status] ?? 'The request was refused'
    return new Problem(status, title, {
      detail: error.message,
      errors: [{ pointer: '', detail: error.message }],
    })
  }
  request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed')
  return new Problem(503, 'This could not be done just now', {
    detail: 'The cause is in the log of Stet. Nothing was lost: send it again.',
    retryAfterSeconds: 5,
  })
}

/** The error as an RFC 9457 problem; the text of an unexpected one stays in the log. */
export function answerWithProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  return send(reply, problemOf(error, request))
}

/** Makes every error of the app's routes a problem. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerWithProblem)
  app.setNotFoundHandler((_request, reply) => send(reply, new Problem(404, 'There is nothing here')))
}
