import { useEffect } from 'preact/hooks'
import { focusMain } from '../lib/focus.js'
import { undo } from './acts.js'
import { keyMap } from './my-keys.js'
import { keyOf, toast } from './undo-stack.js'

/** Offers to undo the last act while nobody outside has heard of it. */
export function Toast() {
  const shown = toast.value
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => {
      toast.value = undefined
    }, shown.until - Date.now())
    return () => clearTimeout(timer)
  }, [shown])
  if (!shown) return null
  const { done } = shown
  return (
    <p class="toast" key={keyOf(done)}>
      <span>{done.words}</span>
      <button
        type="button"
        onClick={() => {
          focusMain()
          void undo(done)
        }}
      >
        Undo <kbd>{keyMap.value.undo}</kbd>
      </button>
    </p>
  )
}
