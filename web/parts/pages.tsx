import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { get, messageOf } from '../lib/call.js'

type Page<T> = { items: T[]; nextCursor: string | null }
type Read<T> = { path: string; items: T[]; next: string | null | undefined; fault: string }

/** A list that is read page by page, from a path that may have a query of its own. */
function usePages<T>(path: string) {
  const [state, setState] = useState<Read<T>>({ path, items: [], next: undefined, fault: '' })
  const now = state.path === path ? state : { path, items: [], next: undefined, fault: '' }
  const read = async (cursor: string | undefined, before: T[]) => {
    const url = new URL(path, location.origin)
    if (cursor !== undefined) url.searchParams.set('cursor', cursor)
    const page = await get<Page<T>>(url.pathname + url.search)
    setState({ path, items: [...before, ...page.items], next: page.nextCursor, fault: '' })
  }
  const more = (cursor?: string) => {
    read(cursor, cursor === undefined ? [] : now.items).catch((error: unknown) =>
      setState({ ...now, fault: messageOf(error) }),
    )
  }
  useEffect(() => more(), [path])
  return { ...now, more }
}

type Props<T> = { path: string; empty: string; children: (items: T[]) => ComponentChildren }

/** Everything under a path, a page at a time. */
export function Pages<T>({ path, empty, children }: Props<T>) {
  const { items, next, fault, more } = usePages<T>(path)
  return (
    <>
      {items.length > 0 && children(items)}
      {next === null && items.length === 0 && <p class="quiet">{empty}</p>}
      {next === undefined && !fault && <p class="quiet">Loading…</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}{' '}
          <button type="button" onClick={() => more(next ?? undefined)}>
            Try again
          </button>
        </p>
      )}
      {typeof next === 'string' && !fault && (
        <button type="button" onClick={() => more(next)}>
          More
        </button>
      )}
    </>
  )
}
