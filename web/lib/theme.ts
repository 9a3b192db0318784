import { effect, signal } from '@preact/signals'
import type { MySettings } from '../../src/desk/schemas/me.js'
import { readKept, writeKept } from './kept.js'

type Theme = MySettings['theme']

/** Kept in the browser as well, so that the page has its colours before it has the settings. */
export const theme = signal<Theme>('system')

/** Gives the page its colours, now and whenever the wish changes. */
export function followTheme(): void {
  theme.value = readKept<Theme>('theme') ?? 'system'
  effect(() => {
    document.documentElement.dataset.theme = theme.value
    writeKept('theme', theme.value)
  })
}
