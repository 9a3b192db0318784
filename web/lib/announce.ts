import { signal } from '@preact/signals'

/** What the live region says now. */
export const announced = signal('')

/** Says a sentence to screen readers, without moving the focus. */
export function announce(text: string): void {
  // The same sentence twice would be no change, and so not read; a space that nobody hears makes it one.
  announced.value = announced.value === text ? `${text}\u00a0` : text
}
