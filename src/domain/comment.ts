import { z } from 'zod'

// A lone surrogate cannot be stored as UTF-8 and NUL cannot be stored in PostgreSQL's text at all.
const storable = (text: string) => text.isWellFormed() && !text.includes('\u0000')

// Characters are code points, as JSON Schema and most languages that sites are written in count them: "😀" is one.
// Counting them takes time in proportion, so what is too long in UTF-16 units as well is not counted.
const within = (max: number) => (text: string) =>
  text.length <= max || (text.length <= 2 * max && [...text].length <= max)

/** Text of at most `max` characters that PostgreSQL can keep. */
export const storableText = (max: number) =>
  z
    .string()
    .refine(within(max), `must have at most ${max} characters`)
    .refine(storable, 'must be text without NUL or lone surrogates')
    .meta({ maxLength: max })

/** An id given by the site: 1 to 200 characters, ours to repeat and never to read. */
export const idSchema = storableText(200)
  .refine((id) => id !== '', 'must not be empty')
  // An address cannot end in either: clients take them for "here" and "one up".
  .refine((id) => id !== '.' && id !== '..', 'must not be "." or ".."')
  .meta({ minLength: 1, maxLength: 200 })

/** The longest body taken. Longer "comments" are documents or attacks. */
export const bodyMaxLength = 20_000

const bodySchema = storableText(bodyMaxLength)
  .refine((text) => text.trim() !== '', 'must not be empty or only white space')
  .meta({ minLength: 1, maxLength: bodyMaxLength })

// PostgreSQL takes neither a year 0 nor every offset that ISO 8601 does, and no comment is older than the web.
const inEra = (text: string) => {
  const at = Date.parse(text)
  return at >= 0 && at < Date.UTC(10_000)
}
const instant = z.iso
  .datetime({ offset: true, error: 'must be a time as in 2026-11-24T09:00:00Z', abort: true })
  .refine(inEra, 'must be a time between the years 1970 and 9999')
  .transform((text) => new Date(text).toISOString())

// The desk shows it as a link, so it must not be a script.
const isWebAddress = (text: string) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '')

export const authorSchema = z.strictObject({
  id: idSchema,
  name: storableText(200).nullish(),
  joinedAt: instant.nullish(),
  role: z.enum(['reader', 'trusted', 'staff']).default('reader'),
})

export const articleSchema = z.strictObject({
  id: idSchema,
  url: storableText(2_000)
    .refine(isWebAddress, 'must be a URL that begins with http:// or https://')
    .nullish(),
  title: storableText(1_000).nullish(),
  section: storableText(200).nullish(),
})

export const languageSchema = z
  .string()
  .regex(/^[A-Za-z][\w-]+$/, 'must be a language tag such as en or pt-BR')
  .max(35)

/** A comment as a site sends it. Unknown keys are refused: a misspelt one would be lost in silence. */
export const commentInputSchema = z.strictObject({
  id: idSchema,
  body: bodySchema,
  createdAt: instant.nullish(),
  parentId: idSchema.nullish(),
  language: languageSchema.nullish(),
  author: authorSchema,
  article: articleSchema,
})

export type CommentInput = z.output<typeof commentInputSchema>

export type AuthorRole = CommentInput['author']['role']
