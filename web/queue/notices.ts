import { signal } from '@preact/signals'
import { announce } from '../lib/announce.js'

/** What went otherwise than it was decided: it stands above the card until it is read. */
export type Notice = { id: number; comment: string; words: string }

export const notices = signal<Notice[]>([])
let last = 0

/** Says what went otherwise, at once to screen readers and in the list until it is read. */
export function notify(comment: string, words: string): void {
  notices.value = [...notices.peek(), { id: ++last, comment, words }]
  announce(words)
}

export function dismiss(id: number): void {
  notices.value = notices.peek().filter((notice) => notice.id !== id)
}
