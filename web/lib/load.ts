import { useEffect, useState } from 'preact/hooks'
import { get, messageOf } from './call.js'

export type Loaded<T> = { data: T | undefined; fault: string | undefined; reload: () => void }

/** Loads what a view shows; what was loaded before stays until the new is there, unless the path is another. */
export function useLoad<T>(path: string): Loaded<T> {
  const [state, setState] = useState<{ path: string; data?: T; fault?: string }>({ path })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    get<T>(path, abort.signal)
      .then((data) => setState({ path, data }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState((now) => ({ ...now, path, fault: messageOf(error) }))
      })
    return () => abort.abort()
  }, [path, round])
  const current = state.path === path ? state : undefined
  return { data: current?.data, fault: current?.fault, reload: () => setRound((n) => n + 1) }
}
