import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { refreshSession } from '../lib/session.js'
import { OtherWay } from '../parts/other-way.js'
import { SignInForm } from '../parts/sign-in-form.js'

/** Stands in the place of whatever was asked for, so that signing in leads there. */
export function SignIn() {
  const { path, route } = useLocation()
  useEffect(() => {
    document.title = 'Sign in · Stet'
  }, [])
  const onDone = async () => {
    await refreshSession()
    if (path === '/sign-in') route('/', true)
  }
  return (
    <main id="main" class="alone">
      <h1 class="brand">Stet</h1>
      <SignInForm onDone={onDone} />
      <OtherWay />
    </main>
  )
}
