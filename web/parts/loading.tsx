import type { ComponentChildren } from 'preact'
import type { Loaded } from '../lib/load.js'

/** What was loaded, as `children` draws it; until then that it loads, or why it could not be had. */
export function Loading<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  return (
    <>
      {of.fault && (
        <p class="fault" role="alert">
          {of.fault}{' '}
          <button type="button" onClick={of.reload}>
            Try again
          </button>
        </p>
      )}
      {of.data === undefined ? !of.fault && <p class="quiet">Loading…</p> : children(of.data)}
    </>
  )
}
