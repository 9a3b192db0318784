import { problemSchema } from '../http/problems.js'

type FieldErrors = { pointer: string; detail: string }[]

/** Stet refused: why, where in the input, and how long to wait if it asks for that (429, 503). */
export class StetError extends Error {
  override readonly name = 'StetError'
  constructor(
    readonly status: number,
    message: string,
    readonly errors: FieldErrors,
    readonly retryAfterMs: number | undefined,
  ) {
    super(message)
  }
}

/** The JSON of a success, undefined when it has no body. @throws {StetError} for every other answer. */
export async function readAnswer(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (answer.ok) return text === '' ? undefined : JSON.parse(text)
  const problem = problemSchema.safeParse(parseJson(text))
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  const message = problem.success
    ? [problem.data.title, problem.data.detail].filter(Boolean).join(': ')
    : `Answered ${answer.status}`
  throw new StetError(
    answer.status,
    message,
    problem.data?.errors ?? [],
    Number.isFinite(seconds) ? seconds * 1_000 : undefined,
  )
}

// A proxy in between answers in HTML: its status says enough.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
