import { signal } from '@preact/signals'

/** What is being asked before an act: a reason by its number, or a note. */
export const picker = signal<'reject' | 'skip' | 'note' | undefined>(undefined)
export const closePicker = () => {
  picker.value = undefined
}
