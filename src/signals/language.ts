// The small database takes about 150 MB of memory and half a second, once a process; the large one 370 MB.
import { eld } from 'eld/small'
import type { Signal } from '../domain/signal.js'
import { once } from './once.js'
import { visibleText } from './visible-text.js'

/** The detector looks at the beginning only: it is certain long before this, and hostile text must not cost more. */
const longestLook = 2_000
const looksLikeAnAddress = /\/\/|www\.|@/i

const detected = once(({ body }) => {
  // Addresses are in no language, and a long one outweighs the words around it.
  const words = visibleText(body.slice(0, longestLook))
    .split(/\s+/)
    .filter((word) => !looksLikeAnAddress.test(word))
  const found = eld.detect(words.join(' '))
  return found.language !== '' && found.isReliable() ? found.language : undefined
})

const code: Signal = {
  name: 'language.code',
  type: 'string',
  describes: 'The language that the text is in (ISO 639-1: `en`, `de`), or `und` when that is not certain.',
  read: (circumstances) => ({ value: detected(circumstances) ?? 'und' }),
}

const reliable: Signal = {
  name: 'language.reliable',
  type: 'bool',
  describes: 'Whether the text is long and plain enough to tell its language.',
  read: (circumstances) => ({ value: detected(circumstances) !== undefined }),
}

const declared: Signal = {
  name: 'language.declared',
  type: 'string',
  describes: 'The language that the site named, without its region (`en` for `en-GB`), or an empty text.',
  read: ({ declaredLanguage }) => ({ value: declaredLanguage?.split(/[-_]/)[0]?.toLowerCase() ?? '' }),
}

export const languageSignals: readonly Signal[] = [code, reliable, declared]
