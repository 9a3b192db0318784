import { signal } from '@preact/signals'
import { readKept, writeKept } from '../lib/kept.js'

export type Drawer = 'history' | 'author'

/** What is open beside the card; it stays open from one comment to the next, and from one day to the next. */
export const drawer = signal<Drawer | undefined>(readKept<Drawer>('drawer'))

function set(now: Drawer | undefined): void {
  drawer.value = now
  writeKept('drawer', now ?? null)
}

export const closeDrawer = () => set(undefined)
export const openDrawer = (which: Drawer) => set(which)
export const toggleDrawer = (which: Drawer) => set(drawer.peek() === which ? undefined : which)
