import { z } from 'zod'

// A lone surrogate cannot be stored as UTF-8 and NUL cannot be stored in PostgreSQL's text at all.
const storable = (text: string) => text.isWellFormed() && !text.includes('\u0000')
const storableText = (max: number) =>
  z.string().max(max).refine(storable, 'must be text without NUL or lone surrogates')

/** An id given by the site: 1 to 200 characters, ours to repeat and never to read. */
export const idSchema = storableText(200).min(1)

/** The longest body taken, in UTF-16 units. Longer "comments" are documents or attacks. */
export const bodyMaxLength = 20_000

const bodySchema = storableText(bodyMaxLength).refine(
  (text) => text.trim() !== '',
  'must not be empty or only white space',
)

const instant = z.iso.datetime({ offset: true })

export const authorSchema = z.strictObject({
  id: idSchema,
  name: storableText(200).nullish(),
  joinedAt: instant.nullish(),
  role: z.enum(['reader', 'trusted', 'staff']).default('reader'),
})

export const articleSchema = z.strictObject({
  id: idSchema,
  url: storableText(2_000).nullish(),
  title: storableText(1_000).nullish(),
  section: storableText(200).nullish(),
})

/** A comment as a site sends it. Unknown keys are refused: a misspelt one would be lost in silence. */
export const commentInputSchema = z.strictObject({
  id: idSchema,
  body: bodySchema,
  createdAt: instant.nullish(),
  parentId: idSchema.nullish(),
  language: z.string().min(2).max(35).nullish(),
  author: authorSchema,
  article: articleSchema,
})

export type CommentInput = z.output<typeof commentInputSchema>

export type AuthorRole = CommentInput['author']['role']
