import { may, myName } from '../lib/session.js'
import { verdictWords } from '../lib/words.js'
import { type Entry, isFree } from './entry.js'

/**
 * Why one may not decide on a comment of whatever status, in words; undefined where one may. The server holds to the same:
 * it says who is in the way before the hand has moved.
 */
export function whyNotDecide({ item }: Entry): string | undefined {
  if (!may('moderator')) return 'A moderator decides.'
  if (item.body === null) return 'It has been erased.'
  const me = myName()
  if (item.status === 'held' && !isFree({ item, standing: { kind: 'open' } }, me))
    return `${item.lease?.moderator} has it in hand.`
  const { decision } = item
  const isOthers = decision?.by.kind === 'moderator' && decision.by.id !== me
  // Whose word an undo has put in force again the server knows.
  if (!isOthers || decision.undoes !== undefined || decision.verdict === 'hold' || may('chief'))
    return undefined
  return `${decision.by.id} ${verdictWords[decision.verdict]} it; only a chief may replace that.`
}
