import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { useKeys } from '../lib/keyboard.js'
import { View } from '../parts/view.js'
import { BulkDialog } from '../queue/bulk-dialog.js'
import { Card } from '../queue/card.js'
import { Drawer } from '../queue/drawer.js'
import { filterUrl, filterWords, readFilters } from '../queue/filters.js'
import { Help } from '../queue/help.js'
import { holdCard } from '../queue/hold-card.js'
import { onKey } from '../queue/keyed.js'
import { away, keepLeases } from '../queue/leases.js'
import { List } from '../queue/list.js'
import { load } from '../queue/load.js'
import { followQueue } from '../queue/news.js'
import { NoticesList } from '../queue/notices-list.js'
import { SelectionBar } from '../queue/selection-bar.js'
import {
  filters,
  focused,
  focusedEntry,
  loadFault,
  loading,
  nextCursor,
  order,
  selected,
} from '../queue/state.js'
import { Toast } from '../queue/toast.js'
import { Toolbar } from '../queue/toolbar.js'

/** Reads the list whenever the address asks for another one. */
function useQueue(): void {
  const asked = filterUrl(readFilters(useLocation().query))
  useEffect(() => {
    const now = readFilters(Object.fromEntries(new URL(asked, location.origin).searchParams))
    if (order.peek().length > 0 && filterUrl(filters.peek()) !== asked) focused.value = undefined
    filters.value = now
    selected.value = new Set()
    void load({ keepInHand: false })
  }, [asked])
  useEffect(() => {
    const stops = [keepLeases(), holdCard(), followQueue()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
}

function Nothing() {
  if (loading.value || focused.value === undefined) return <p class="quiet">Loading…</p>
  return null
}

function Done() {
  return (
    <div class="nothing">
      {filterWords(filters.value).length === 0 ? (
        <p>Nothing waits here.</p>
      ) : (
        <p>
          Nothing waits that is as you asked. <a href="/">Show all</a>
        </p>
      )}
      <p class="quiet">What comes in is announced above.</p>
    </div>
  )
}

function Stage() {
  const entry = focusedEntry.value
  if (!entry) return !loading.value && order.value.length === 0 ? <Done /> : <Nothing />
  const at = order.value.indexOf(entry.item.id) + 1
  const place = `${at} of ${order.value.length}${nextCursor.value === null ? '' : ' or more'}`
  return <Card entry={entry} place={place} />
}

/** The queue: what waits, one of it on the card, and what is open beside it. */
export function Queue() {
  useQueue()
  useKeys(onKey)
  const entry = focusedEntry.value
  return (
    <View title="Queue" class="queue" tools={<Toolbar />}>
      {loadFault.value && (
        <p class="fault" role="alert">
          {loadFault.value}{' '}
          <button type="button" onClick={() => void load({ keepInHand: true })}>
            Try again
          </button>
        </p>
      )}
      {away.value && (
        <p class="hint" role="status">
          You were away: what you had in hand is free again. Any key goes on.
        </p>
      )}
      <NoticesList />
      <SelectionBar />
      <div class="panes">
        <List />
        <div class="stage">
          <Stage />
        </div>
        {entry && <Drawer item={entry.item} />}
      </div>
      <Toast />
      <BulkDialog />
      <Help />
    </View>
  )
}
