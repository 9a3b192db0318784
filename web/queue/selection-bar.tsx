import { focusMain } from '../lib/focus.js'
import { counted } from '../lib/words.js'
import { askForSelected } from './bulk.js'
import { keyMap } from './my-keys.js'
import { selected } from './state.js'

/** What can be done with what is selected. */
export function SelectionBar() {
  const count = selected.value.size
  if (count === 0) return null
  const { publish, reject } = keyMap.value
  return (
    <section class="selection line" aria-label="Selection">
      <strong>{counted(count, 'comment')} selected</strong>
      <button type="button" onClick={() => askForSelected('publish')}>
        Publish them… <kbd>{publish}</kbd>
      </button>
      <button type="button" onClick={() => askForSelected('reject')}>
        Reject them… <kbd>{reject}</kbd>
      </button>
      <button
        type="button"
        class="plain"
        onClick={() => {
          focusMain()
          selected.value = new Set()
        }}
      >
        Select none
      </button>
    </section>
  )
}
