import { useState } from 'preact/hooks'
import { askForFactor, confirmFactor, type Factor, removeFactor } from '../lib/auth.js'
import { me } from '../lib/session.js'
import { Ask } from './ask.js'
import { QrCode } from './qr-code.js'

function CurrentPassword() {
  return (
    <label>
      Your password
      <input type="password" name="password" autocomplete="current-password" required />
    </label>
  )
}

function SpareCodes({ codes }: { codes: string[] }) {
  return (
    <>
      <p>
        Keep these codes where your phone is not. Each stands in for it once, and they are not shown again.
      </p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </>
  )
}

function Confirm({ factor, onDone }: { factor: Factor; onDone: () => void }) {
  const key = new URL(factor.totpURI).searchParams.get('secret') ?? ''
  return (
    <>
      <p>
        Let an authenticator app read this square, or type the key into it. Then give the code that it shows.
      </p>
      <QrCode text={factor.totpURI} label="The square for your app; the key below says the same" />
      <p class="small">
        Key: <code>{key}</code>
      </p>
      <SpareCodes codes={factor.backupCodes} />
      <Ask button="Turn it on" onSend={async ({ code = '' }) => confirmFactor(code).then(onDone)}>
        <label>
          Code
          <input name="code" inputMode="numeric" autocomplete="one-time-code" required />
        </label>
      </Ask>
    </>
  )
}

/** Turns one's own second factor on and off. */
export function SecondFactor() {
  const [factor, setFactor] = useState<Factor>()
  if (me.value?.twoFactor)
    return (
      <Ask button="Do without it" onSend={async ({ password = '' }) => removeFactor(password)}>
        <p>It is on: signing in asks for a code of your app.</p>
        <CurrentPassword />
      </Ask>
    )
  if (factor) return <Confirm factor={factor} onDone={() => setFactor(undefined)} />
  return (
    <Ask button="Set it up" onSend={async ({ password = '' }) => setFactor(await askForFactor(password))}>
      <p>It is off. With it, a password that somebody has learnt is not enough to sign in as you.</p>
      <CurrentPassword />
    </Ask>
  )
}
