import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger }

// What a reader wrote, who they are, and what opens doors: never in a log, wherever in an object it stands.
const personal = [
  'body',
  'text',
  'name',
  'title',
  'note',
  'authorization',
  'key',
  'token',
  'secret',
  'ip',
  'url',
]
const paths = personal.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/** An error as the log keeps it: its kind, message, place and causes; the database's `detail` quotes rows. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause }
}

/** One JSON line an event, with ids as fields. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, remove: true },
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}
