import { type Action, actionOf } from '../keys.js'
import { choose } from './action-bar.js'
import { decide, undoLast } from './acts.js'
import { askForSelected, toggleSelected } from './bulk.js'
import { toggleDrawer } from './drawer-state.js'
import { neighbour } from './entry.js'
import { helpIsOpen } from './help-state.js'
import { load } from './load.js'
import { keyMap } from './my-keys.js'
import { closePicker, picker } from './picker-state.js'
import { focusSearch } from './search.js'
import { focused, order, selected } from './state.js'

const go = (step: 1 | -1) => {
  focused.value = neighbour(order.peek(), focused.peek(), step)
}

const onFocused = (act: (id: string) => void) => {
  const id = focused.peek()
  if (id !== undefined) act(id)
}

const acts: Record<Action, () => void> = {
  next: () => go(1),
  previous: () => go(-1),
  publish: () =>
    selected.peek().size > 0 ? askForSelected('publish') : onFocused((id) => decide(id, 'publish', null)),
  reject: () => {
    if (selected.peek().size > 0) askForSelected('reject')
    else picker.value = 'reject'
  },
  colleague: () => {
    picker.value = 'note'
  },
  skip: () => {
    picker.value = 'skip'
  },
  undo: undoLast,
  select: () => onFocused(toggleSelected),
  history: () => toggleDrawer('history'),
  author: () => toggleDrawer('author'),
  fresh: () => void load({ keepInHand: true }),
  search: focusSearch,
  help: () => {
    helpIsOpen.value = true
  },
}

/** Whether the key was an answer to what is being asked. */
function answered(key: string): boolean {
  const asked = picker.peek()
  if (asked === undefined) return false
  if (key === 'Escape') closePicker()
  else if (/^\d$/.test(key)) onFocused((id) => choose(id, Number(key) - 1))
  else if (asked === 'reject' && key === keyMap.peek().reject) onFocused((id) => choose(id, 0))
  else return false
  return true
}

/** Does what a key stands for; false for one that stands for nothing here. */
export function onKey(key: string): boolean {
  if (answered(key)) return true
  const action = actionOf(keyMap.peek(), key)
  if (action === undefined) return false
  if (action === 'next' || action === 'previous') closePicker()
  acts[action]()
  return true
}
