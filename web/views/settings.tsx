import { useState } from 'preact/hooks'
import type { MySettings } from '../../src/desk/schemas/me.js'
import { messageOf } from '../lib/call.js'
import { me } from '../lib/session.js'
import { changeSettings, settings } from '../lib/settings.js'
import { KeysForm } from '../parts/keys-form.js'
import { OwnSignIn } from '../parts/own-sign-in.js'
import { View } from '../parts/view.js'

const themes = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/** What each may have otherwise, and how they sign in. */
export function Settings() {
  const [fault, setFault] = useState('')
  const change = (wish: Partial<MySettings>) => {
    setFault('')
    changeSettings(wish).catch((error: unknown) => setFault(messageOf(error)))
  }
  return (
    <View title="Your settings">
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <fieldset>
        <legend>What you see</legend>
        {themes.map(([value, label]) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name="theme"
              checked={settings.value.theme === value}
              onChange={() => change({ theme: value })}
            />
            {label}
          </label>
        ))}
        <label class="choice">
          <input
            type="checkbox"
            checked={settings.value.masked}
            onChange={() => change({ masked: !settings.value.masked })}
          />
          Cover harsh text until I come to it
        </label>
      </fieldset>
      <KeysForm change={(keys) => change({ keys })} />
      {me.value?.email && <OwnSignIn />}
    </View>
  )
}
