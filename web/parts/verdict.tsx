import type { Status, Verdict } from '../../src/domain/verdict.js'
import { verdictWords } from '../lib/words.js'

/** A verdict or a status, in a word with its colour. */
export function Badge({ of }: { of: Verdict | Status }) {
  const words: string = of === 'publish' || of === 'hold' || of === 'reject' ? verdictWords[of] : of
  return <span class={`badge ${words}`}>{words}</span>
}
