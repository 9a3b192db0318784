import { useEffect, useState } from 'preact/hooks'
import { otherWay, refusalOf, signInElsewhere } from '../lib/auth.js'

/** The newsroom's own way to sign in, where there is one; and what to say to whoever came back from it in vain. */
export function OtherWay() {
  const [name, setName] = useState<string | null>(null)
  const [fault, setFault] = useState(
    new URLSearchParams(location.search).has('error')
      ? 'You were not let in. An admin of the desk must know your e-mail address.'
      : '',
  )
  useEffect(() => {
    // Without it there is still the password.
    otherWay().then(setName, () => undefined)
  }, [])
  const go = () => void signInElsewhere().catch((error: unknown) => setFault(refusalOf(error)))
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {name && (
        <button type="button" onClick={go}>
          Sign in with {name}
        </button>
      )}
    </>
  )
}
