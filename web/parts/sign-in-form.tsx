import { useState } from 'preact/hooks'
import { refusalOf, signIn, verifyCode } from '../lib/auth.js'

type Props = { onDone: () => Promise<void> | void; email?: string | null }

const fieldOf = (form: HTMLFormElement, name: string) => String(new FormData(form).get(name) ?? '')

function Password({ email }: { email: string }) {
  return (
    <>
      <label>
        E-mail address
        <input type="email" name="email" autocomplete="username" required defaultValue={email} />
      </label>
      <label>
        Password
        <input type="password" name="password" autocomplete="current-password" required />
      </label>
    </>
  )
}

function Code() {
  return (
    <label>
      Code from your app, or one of your spare codes
      <input name="code" autocomplete="one-time-code" required />
    </label>
  )
}

/** E-mail and password, then the second factor where there is one. */
export function SignInForm({ onDone, email }: Props) {
  const [step, setStep] = useState<'password' | 'code'>('password')
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (form: HTMLFormElement) => {
    if (step === 'code') await verifyCode(fieldOf(form, 'code'))
    else if (await signIn(fieldOf(form, 'email'), fieldOf(form, 'password'))) return setStep('code')
    await onDone()
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    setFault('')
    setBusy(true)
    send(event.currentTarget as HTMLFormElement)
      .catch((error: unknown) => setFault(refusalOf(error)))
      .finally(() => setBusy(false))
  }
  return (
    <form class="stack" onSubmit={onSubmit}>
      {step === 'password' ? <Password email={email ?? ''} /> : <Code />}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="main" disabled={busy}>
        {step === 'password' ? 'Sign in' : 'Go on'}
      </button>
    </form>
  )
}
