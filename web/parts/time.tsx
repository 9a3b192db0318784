import { now } from '../lib/clock.js'
import { ago, inFull } from '../lib/words.js'

/** A moment, as how long ago it was; in full for who points at it. */
export function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={inFull(at)}>
      {ago(at, now.value)}
    </time>
  )
}
