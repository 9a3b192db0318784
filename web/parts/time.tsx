import { useEffect, useState } from 'preact/hooks'
import { ago, inFull } from '../lib/words.js'

/** A moment, as how long ago it was; in full for who points at it. */
export function Time({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={at} title={inFull(at)}>
      {ago(at, now)}
    </time>
  )
}
