import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UserError } from '../domain/errors.js'

type Options = NonNullable<ParseArgsConfig['options']>
type Read<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>

/** Reads a command's words and options; `most` is how many words it takes. @throws {UserError} with its usage. */
export function readArgs<O extends Options>(
  args: string[],
  options: O,
  most: number,
  usage: string,
): Read<O> {
  try {
    const read = parseArgs({ args, options, allowPositionals: true })
    if (read.positionals.length <= most) return read
  } catch {
    // The library's own sentence speaks of its API; the usage says what there is.
  }
  throw new UserError(usage)
}

/** A number given as an option. @throws {UserError} naming the option. */
export function readNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= min && value <= max) return value
  throw new UserError(`--${name} must be a number from ${min} to ${max}.`)
}

/** A span such as `30d`, as the moment at which it begins. @throws {UserError} naming the option. */
export function readDays(name: string, text: string): Date {
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1])
  if (days >= 1) return new Date(Date.now() - days * 86_400_000)
  throw new UserError(`--${name} must be a number of days, such as 30d.`)
}
