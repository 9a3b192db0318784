import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { colleagues } from '../lib/events.js'
import { focusMain } from '../lib/focus.js'
import { count, counted } from '../lib/words.js'
import { FilterForm } from './filter-form.js'
import { type Filters, filterUrl, filterWords, type Sort, sorts, withoutFilter } from './filters.js'
import { helpIsOpen } from './help-state.js'
import { load } from './load.js'
import { keyMap } from './my-keys.js'
import { searchId } from './search.js'
import { filters, fresh, waitingCount } from './state.js'

const sortWords: Record<Sort, string> = {
  priority: 'Most urgent first',
  newest: 'Newest first',
  oldest: 'Oldest first',
}

function Search({ go }: { go: (now: Filters) => void }) {
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const { q: _, ...others } = filters.peek()
    const words = String(new FormData(event.currentTarget as HTMLFormElement).get('q')).trim()
    go(words === '' ? others : { ...others, q: words })
    focusMain()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') (event.currentTarget as HTMLElement).blur()
  }
  return (
    <search>
      <form onSubmit={onSubmit}>
        <input
          key={filters.value.q}
          id={searchId}
          type="search"
          name="q"
          aria-label="Search in the texts"
          placeholder={`Search ${keyMap.value.search}`}
          maxLength={200}
          defaultValue={filters.value.q ?? ''}
          onKeyDown={onKeyDown}
        />
      </form>
    </search>
  )
}

function SortChoice({ go }: { go: (now: Filters) => void }) {
  return (
    <select
      aria-label="Order"
      value={filters.value.sort}
      onChange={(event) => go({ ...filters.peek(), sort: event.currentTarget.value as Sort })}
    >
      {sorts.map((sort) => (
        <option key={sort} value={sort}>
          {sortWords[sort]}
        </option>
      ))}
    </select>
  )
}

function Narrowed({ go }: { go: (now: Filters) => void }) {
  return filterWords(filters.value).map(({ name, words }) => (
    <button
      type="button"
      key={name}
      class="chip"
      aria-label={`Without ${words}`}
      onClick={() => {
        focusMain()
        go(withoutFilter(filters.peek(), name))
      }}
    >
      {words} <span aria-hidden="true">✕</span>
    </button>
  ))
}

function loadFresh(): void {
  focusMain()
  void load({ keepInHand: true })
}

function State() {
  const waiting = waitingCount.value
  return (
    <>
      {waiting !== undefined && <span class="waiting">{count(waiting)} waiting</span>}
      {fresh.value.size > 0 && (
        <button type="button" class="main" onClick={loadFresh}>
          {counted(fresh.value.size, 'new comment')} <kbd>{keyMap.value.fresh}</kbd>
        </button>
      )}
      {colleagues.value.length > 0 && (
        <span class="quiet small">here too: {colleagues.value.join(', ')}</span>
      )}
    </>
  )
}

/** What the list holds, and how to have it otherwise. */
export function Toolbar() {
  const { route } = useLocation()
  const [open, setOpen] = useState(false)
  const go = (now: Filters) => route(filterUrl(now))
  return (
    <div class="toolbar">
      <div class="line">
        <State />
        <span class="toolbar-end line">
          <Search go={go} />
          <SortChoice go={go} />
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            Filters
          </button>
          <button
            type="button"
            class="plain"
            aria-label="Keys"
            onClick={() => {
              helpIsOpen.value = true
            }}
          >
            <kbd>{keyMap.value.help}</kbd>
          </button>
        </span>
      </div>
      <div class="line chips">
        <Narrowed go={go} />
      </div>
      {open && <FilterForm onDone={() => setOpen(false)} />}
    </div>
  )
}
