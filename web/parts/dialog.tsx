import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

type Props = {
  title: string
  children: ComponentChildren
  /** Without it the dialog cannot be left but by doing what it asks. */
  onClose?: () => void
  class?: string
}

/** A modal dialog: the browser keeps the focus inside, and gives it back where it was. */
export function Dialog({ title, children, onClose, class: className = '' }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    const dialog = ref.current
    dialog?.showModal()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const onCancel = (event: Event) => {
    event.preventDefault()
    onClose?.()
  }
  return (
    <dialog ref={ref} aria-labelledby={id} class={className} onCancel={onCancel}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button type="button" class="plain" onClick={onClose} aria-label="Close">
            ✕
          </button>
        )}
      </header>
      {children}
    </dialog>
  )
}
