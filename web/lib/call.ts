import { signal } from '@preact/signals'
import { awaitSignIn } from './session.js'

/** Whether the server answered when it was last asked. */
export const connected = signal(true)

type Fault = { pointer: string; detail: string }

/** An answer that is not a success, or none: then `status` is 0. `body` is the problem as it was sent. */
export class CallError extends Error {
  override readonly name = 'CallError'
  constructor(
    readonly status: number,
    message: string,
    readonly faults: Fault[] = [],
    readonly body: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

type Options = { keepalive?: boolean; signal?: AbortSignal | undefined }

async function send(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    const { keepalive = false, signal = null } = options
    const answer = await fetch(path, { method, headers, keepalive, signal, ...json })
    connected.value = true
    return answer
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    connected.value = false
    throw new CallError(0, 'The server could not be reached.')
  }
}

async function errorOf(answer: Response): Promise<CallError> {
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  const faults = Array.isArray(body.errors) ? (body.errors as Fault[]) : []
  const said = [body.detail, body.message, body.title].find((text) => typeof text === 'string')
  const message = typeof said === 'string' ? said : `The server answered ${answer.status}.`
  return new CallError(answer.status, message, faults, body)
}

/**
 * Asks the API. A session that has ended opens the sign-in dialog, and the call goes on after it: what the moderator
 * was doing is never lost.
 * @throws {CallError} with a sentence for the moderator
 */
export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<T> {
  const answer = await send(method, path, body, options)
  if (answer.status === 401 && !path.startsWith('/api/auth/')) {
    await awaitSignIn()
    return call(method, path, body, options)
  }
  if (!answer.ok) throw await errorOf(answer)
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** `call` for what changes nothing; `signal` takes the question back. */
export const get = <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, undefined, { signal })

/** What went wrong, for the moderator; the text of an error that is none of ours stays in the console. */
export const messageOf = (error: unknown): string =>
  error instanceof CallError
    ? [
        error.message,
        ...error.faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`.trim()),
      ].join(' ')
    : 'Something went wrong on this page.'

/** A path from parts that may hold anything: `path('/v1/articles', id)`. */
export const path = (base: string, ...parts: string[]) =>
  [base, ...parts.map((part) => encodeURIComponent(part))].join('/')

/** A query from what is set: `?a=1&b=2`, or nothing. */
export function query(values: Record<string, string | number | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
