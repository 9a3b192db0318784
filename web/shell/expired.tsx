import { expired, me, refreshSession } from '../lib/session.js'
import { Dialog } from '../parts/dialog.js'
import { SignInForm } from '../parts/sign-in-form.js'

/** Stands over the page when the session has ended: what was being done goes on afterwards. */
export function ExpiredDialog() {
  if (!expired.value) return null
  return (
    <Dialog title="Please sign in again">
      <p>Your session has ended. Nothing is lost: the page goes on where it is.</p>
      <SignInForm onDone={refreshSession} email={me.value?.email ?? null} />
    </Dialog>
  )
}
