import { z } from 'zod'

/** One of a few words, with a message that names them. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })

export const text = (max: number) =>
  z
    .string({ error: 'must be text; put it in quotes if it looks like something else' })
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max.toLocaleString('en')} characters`)

export const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most.toLocaleString('en')}`
  return z.int({ error }).min(least, error).max(most, error)
}
