import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { refusalOf } from '../lib/auth.js'

type Props = {
  /** Gets the form's fields by name. */
  onSend: (fields: Record<string, string>) => Promise<unknown>
  button: string
  children: ComponentChildren
}

/** A small form that says what went wrong. */
export function Ask({ onSend, button, children }: Props) {
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    setFault('')
    setBusy(true)
    onSend(fields)
      .catch((error: unknown) => setFault(refusalOf(error)))
      .finally(() => setBusy(false))
  }
  return (
    <form class="stack narrow" onSubmit={onSubmit}>
      {children}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" disabled={busy}>
        {button}
      </button>
    </form>
  )
}
