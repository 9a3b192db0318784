import { useState } from 'preact/hooks'
import { type Action, actionNames, actions, keyFault, keyMapOf, withKey } from '../keys.js'
import { settings } from '../lib/settings.js'

type Keys = Record<string, string>

function KeyField({ action, change }: { action: Action; change: (keys: Keys) => void }) {
  const [fault, setFault] = useState('')
  const own = settings.value.keys
  const map = keyMapOf(own)
  const onChange = (input: HTMLInputElement) => {
    const key = input.value.trim()
    const found = keyFault(map, action, key) ?? ''
    setFault(found)
    if (found === '') change(withKey(own, action, key))
    else input.value = map[action]
  }
  return (
    <li>
      <label class="key-field">
        <input
          value={map[action]}
          maxLength={4}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => onChange(event.currentTarget)}
        />
        {actions[action].does}
      </label>
      {fault && (
        <p class="fault small" role="alert">
          {fault}
        </p>
      )}
    </li>
  )
}

/** The keys of the queue, each of which can be another. */
export function KeysForm({ change }: { change: (keys: Keys) => void }) {
  return (
    <fieldset>
      <legend>Keys</legend>
      <ul class="key-fields">
        {actionNames.map((action) => (
          <KeyField key={action} action={action} change={change} />
        ))}
      </ul>
      <button type="button" onClick={() => change({})}>
        The usual keys
      </button>
    </fieldset>
  )
}
