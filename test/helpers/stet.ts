import { createApi } from '../../src/api.js'
import { closeServer } from '../../src/commands/listen.js'
import { readConfig } from '../../src/config.js'
import { type Context, closeContext, openContext } from '../../src/context.js'
import { hashSecret } from '../../src/http/auth.js'
import { createLogger } from '../../src/logger.js'
import { listenForDecisions } from '../../src/store/notify.js'
import { startWork } from '../../src/work.js'

export const siteKey = 'site-key-for-the-tests-alone'
export const moderatorToken = 'moderator-token-for-the-tests-alone'

export type Answer<T> = { status: number; headers: Headers; body: T }

export type TestStet = {
  url: string
  context: Context
  /** A call with a JSON body, or none; `key` defaults to the site's. Answers the JSON that came back. */
  call: <T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { body?: unknown; key?: string; headers?: Record<string, string> },
  ) => Promise<Answer<T>>
  stop: () => Promise<void>
}

/** A call with a JSON body, or none; answers the JSON that came back. */
export async function callAt<T>(
  url: string,
  method: string,
  path: string,
  { body, key = siteKey, headers }: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  }
}

/**
 * Stet's API, and its workers unless `workers` is false, in this process on real servers. Model processes are forked from
 * dist/, so it must have been built.
 */
export async function startStet(
  env: Record<string, string> & { DATABASE_URL: string },
  { workers = true, undoMs }: { workers?: boolean; undoMs?: number } = {},
): Promise<TestStet> {
  const config = readConfig({ STET_INFERENCE_PROCESSES: '1', PORT: '0', LOG_LEVEL: 'silent', ...env })
  const context = openContext(config, createLogger(config.LOG_LEVEL ?? 'silent'), env.DATABASE_URL)
  const decisions = listenForDecisions(env.DATABASE_URL, () => undefined)
  const work = workers ? await startWork(context) : undefined
  const credentials = { site: hashSecret(siteKey), moderator: hashSecret(moderatorToken) }
  const app = await createApi(context, credentials, decisions, undoMs)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    context,
    call: (method, path, options) => callAt(url, method, path, options),
    stop: async () => {
      // A browser's spare connections, which have sent nothing, would keep it from closing.
      await closeServer(app)
      await work?.stop()
      await decisions.close()
      await closeContext(context)
    },
  }
}
