import { useState } from 'preact/hooks'
import { announce } from '../lib/announce.js'
import { changePassword, signOutEverywhere } from '../lib/auth.js'
import { Ask } from './ask.js'
import { SecondFactor } from './second-factor.js'

function Password() {
  const [round, setRound] = useState(0)
  const send = async ({ current = '', chosen = '' }) => {
    await changePassword(current, chosen)
    announce('Your password is changed.')
    setRound((n) => n + 1)
  }
  return (
    <Ask key={round} button="Change it" onSend={send}>
      {round > 0 && <p>Your password is changed, and all your other sessions have ended.</p>}
      <label>
        The password of now
        <input type="password" name="current" autocomplete="current-password" required />
      </label>
      <label>
        A new one, 12 characters or more
        <input type="password" name="chosen" autocomplete="new-password" minLength={12} required />
      </label>
    </Ask>
  )
}

/** How one signs in oneself: the password, the second factor, and ending it everywhere. */
export function OwnSignIn() {
  return (
    <>
      <section class="stack part" aria-labelledby="second-factor">
        <h2 id="second-factor">Second factor</h2>
        <SecondFactor />
      </section>
      <section class="stack part" aria-labelledby="password">
        <h2 id="password">Password</h2>
        <Password />
      </section>
      <section class="stack part" aria-labelledby="everywhere">
        <h2 id="everywhere">Other devices</h2>
        <Ask button="Sign out everywhere" onSend={signOutEverywhere}>
          <p>Ends all your sessions, this one too.</p>
        </Ask>
      </section>
    </>
  )
}
