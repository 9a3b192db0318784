import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { call, messageOf } from '../lib/call.js'
import { refreshSession } from '../lib/session.js'

const least = 12

function PasswordFields() {
  return (
    <>
      <label>
        A password of your own, {least} characters or more
        <input type="password" name="password" autocomplete="new-password" minLength={least} required />
      </label>
      <label>
        The same again
        <input type="password" name="again" autocomplete="new-password" required />
      </label>
    </>
  )
}

/** Where an invitation or the first start's link leads: one chooses a password and is signed in. */
export function Welcome() {
  const { query, route } = useLocation()
  const [fault, setFault] = useState('')
  useEffect(() => {
    document.title = 'Welcome · Stet'
  }, [])
  const send = async (form: HTMLFormElement) => {
    const data = new FormData(form)
    if (data.get('password') !== data.get('again')) return setFault('The two are not the same.')
    await call('POST', '/api/auth/welcome', { token: query.token ?? '', password: data.get('password') })
    await refreshSession()
    route('/', true)
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    setFault('')
    send(event.currentTarget as HTMLFormElement).catch((error: unknown) => setFault(messageOf(error)))
  }
  return (
    <main id="main" class="alone">
      <h1>Welcome to Stet</h1>
      <form class="stack" onSubmit={onSubmit}>
        <PasswordFields />
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" class="main">
          Go to the desk
        </button>
      </form>
    </main>
  )
}
