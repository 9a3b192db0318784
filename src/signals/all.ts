import {
  type Circumstances,
  notGiven,
  type Reading,
  type Readings,
  type Signal,
  type SignalDeclaration,
} from '../domain/signal.js'
import { articleSignals } from './article.js'
import { authorSignals } from './author.js'
import { capitalSignals } from './capitals.js'
import { contactSignals } from './contact.js'
import { editSignals } from './edits.js'
import { floodSignals } from './flood.js'
import { languageSignals } from './language.js'
import { lengthSignals } from './length.js'
import { linkSignals } from './links.js'
import { paceSignals } from './pace.js'
import { quotedSignals } from './quoted.js'
import { repeatSignals } from './repeats.js'
import { repetitionSignals } from './repetition.js'
import { scoreSignals, wholeScoreSignals } from './scores.js'
import { threadSignals } from './thread.js'
import { zalgoSignals } from './zalgo.js'

/** Every built-in signal, in the order in which the documentation lists them. */
export const signals: readonly Signal[] = [
  // From the text alone: always known.
  ...lengthSignals,
  ...linkSignals,
  ...contactSignals,
  ...capitalSignals,
  ...repetitionSignals,
  ...zalgoSignals,
  ...languageSignals,
  // From the site's own records: unknown while the database does not answer.
  ...repeatSignals,
  ...paceSignals,
  ...authorSignals,
  ...articleSignals,
  ...floodSignals,
  ...threadSignals,
  ...editSignals,
  ...quotedSignals,
  // From the model: unknown while it is down.
  ...scoreSignals,
  ...wholeScoreSignals,
]

/** What rules may name: the signals without the way they are read. */
export const declarations: readonly SignalDeclaration[] = signals.map(
  ({ read: _, example: __, ...declaration }) => declaration,
)

/** A signal that threw. It is unknown in the readings; the caller logs the cause. */
export type SignalFailure = { signal: string; cause: unknown }

/**
 * Reads every signal of one comment. One that throws spoils no other: it is unknown, and in `failures`. What the site did
 * not give has no entry at all, so that it counts as missing only where a rule asks for it.
 */
export function readSignals(
  circumstances: Circumstances,
  from: readonly Signal[] = signals,
): { readings: Readings; failures: SignalFailure[] } {
  const readings: Record<string, Reading | undefined> = {}
  const failures: SignalFailure[] = []
  for (const signal of from) {
    try {
      const reading = signal.read(circumstances)
      if (reading !== notGiven) readings[signal.name] = reading
    } catch (cause) {
      readings[signal.name] = undefined
      failures.push({ signal: signal.name, cause })
    }
  }
  return { readings, failures }
}
