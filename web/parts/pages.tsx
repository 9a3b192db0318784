import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { get, messageOf } from '../lib/call.js'
import { useKeptFocus } from '../lib/focus.js'

type Page<T> = { items: T[]; nextCursor: string | null }
type Read<T> = { path: string; items: T[]; pages: number; next: string | null | undefined; fault: string }

const nothing = { items: [], pages: 0, next: undefined, fault: '' }

/** A list that is read page by page, from a path that may have a query of its own. */
function usePages<T>(path: string) {
  const [state, setState] = useState<Read<T>>({ path, ...nothing })
  const now = state.path === path ? state : { path, ...nothing }
  const read = async (cursor: string | undefined, before: T[]) => {
    const url = new URL(path, location.origin)
    if (cursor !== undefined) url.searchParams.set('cursor', cursor)
    const page = await get<Page<T>>(url.pathname + url.search)
    const pages = before.length === 0 ? 1 : 2
    setState({ path, items: [...before, ...page.items], pages, next: page.nextCursor, fault: '' })
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
  const { items, next, fault, pages, more } = usePages<T>(path)
  const focus = useKeptFocus<HTMLDivElement>([next])
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
      <div {...focus}>
        {typeof next === 'string' && !fault && (
          <button type="button" onClick={() => more(next)}>
            More
          </button>
        )}
        {next === null && pages > 1 && (
          <p class="quiet" tabIndex={-1}>
            That is all.
          </p>
        )}
      </div>
    </>
  )
}
