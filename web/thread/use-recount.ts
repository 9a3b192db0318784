import { useEffect, useRef } from 'preact/hooks'
import type { Item } from '../../src/desk/schemas/item.js'
import type { EventData } from '../../src/domain/event.js'
import { onEvent } from '../lib/events.js'
import { peekEntry } from '../queue/state.js'

// Who decides on several counts once.
const gatherMs = 500

/** Counts anew, soon after one of the comments that the counts are about was decided on, here or elsewhere. */
export function useRecount(isOf: (item: Item) => boolean, recount: () => void): void {
  const now = useRef({ isOf, recount })
  now.current = { isOf, recount }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onEvent((name, data) => {
      if (name !== 'decision') return
      const item = peekEntry((data as EventData<'decision'>).comment)?.item
      if (!item || !now.current.isOf(item)) return
      clearTimeout(timer)
      timer = setTimeout(() => now.current.recount(), gatherMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [])
}
