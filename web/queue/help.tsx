import { actionNames, actions } from '../keys.js'
import { Dialog } from '../parts/dialog.js'
import { helpIsOpen } from './help-state.js'
import { keyMap } from './my-keys.js'

/** The keys as this moderator has them. */
export function Help() {
  if (!helpIsOpen.value) return null
  const onClose = () => {
    helpIsOpen.value = false
  }
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="keys">
        {actionNames.map((name) => (
          <div key={name}>
            <dt>
              <kbd>{keyMap.value[name]}</kbd>
            </dt>
            <dd>{actions[name].does}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet small">
        They can be others: <a href="/settings">your settings</a>.
      </p>
    </Dialog>
  )
}
