import type { Span } from '../domain/decision.js'
import { type Normalised, normalise } from '../domain/normalise.js'
import { findQuotations, withoutQuotations } from '../signals/quotations.js'

/** A comment's text, and the part of it that its reader wrote himself: the same object when that is all of it. */
export type OwnWords = { quotations: Span[] | undefined; whole: Normalised; own: Normalised }

const hasWords = ({ text }: Normalised) => /[\p{L}\p{N}]/u.test(text)

/**
 * Sets apart what a comment repeats of the one that it answers and of the headline. `sources` undefined: they could not be
 * had, and all of the text counts as the reader's own. So it does where nothing but quotation would be left.
 */
export function ownWords(body: string, sources: readonly (string | null)[] | undefined): OwnWords {
  const whole = normalise(body)
  const quotations =
    sources &&
    findQuotations(
      body,
      sources.filter((source) => source !== null),
    )
  if (!quotations || quotations.length === 0) return { quotations, whole, own: whole }
  const own = normalise(withoutQuotations(body, quotations))
  return { quotations, whole, own: hasWords(own) ? own : whole }
}
