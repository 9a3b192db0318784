import type { Circumstances } from '../domain/signal.js'

/** Lets several signals share one look at a comment: the work is done once for each circumstances object. */
export function once<T>(look: (circumstances: Circumstances) => T): (circumstances: Circumstances) => T {
  const seen = new WeakMap<Circumstances, { found: T }>()
  return (circumstances) => {
    const known = seen.get(circumstances)
    if (known) return known.found
    const found = look(circumstances)
    seen.set(circumstances, { found })
    return found
  }
}
