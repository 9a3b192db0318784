// The small database takes about 150 MB of memory and half a second, once a process; the large one 370 MB.
import { eld } from 'eld/small'
import { type Circumstances, notGiven, type Signal } from '../domain/signal.js'
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

const primary = ({ declaredLanguage }: Circumstances) => declaredLanguage?.split(/[-_]/)[0]?.toLowerCase()

// The detector knows one Norwegian; sites name one of its two written forms.
const sameLanguage: Readonly<Record<string, string>> = { nb: 'no', nn: 'no' }

const code: Signal = {
  name: 'language.code',
  type: 'string',
  describes: 'The language that the text is in (ISO 639-1: `en`, `de`), or `und` when that is not certain.',
  example: 'language.reliable && language.code != "en"',
  read: (circumstances) => ({ value: detected(circumstances) ?? 'und' }),
}

const reliable: Signal = {
  name: 'language.reliable',
  type: 'bool',
  describes: 'Whether the text is long and plain enough to tell its language.',
  example: 'language.reliable && language.code != "en"',
  read: (circumstances) => ({ value: detected(circumstances) !== undefined }),
}

const declared: Signal = {
  name: 'language.declared',
  type: 'string',
  describes:
    'The language that the site named with the comment, else that of the site (`STET_LANGUAGE`), without its region (`en` for `en-GB`); an empty text where neither is known.',
  example: 'language.declared == "de"',
  read: (circumstances) => ({ value: primary(circumstances) ?? '' }),
}

const differs: Signal = {
  name: 'language.differs',
  type: 'bool',
  describes:
    'Whether the text is certainly in another language than `language.declared`; unknown when that is empty.',
  example: 'language.declared != "" && language.differs',
  read: (circumstances) => {
    const named = primary(circumstances)
    if (named === undefined) return notGiven
    const found = detected(circumstances)
    return { value: found !== undefined && found !== (sameLanguage[named] ?? named) }
  },
}

export const languageSignals: readonly Signal[] = [code, reliable, declared, differs]
