import { useLayoutEffect, useRef, useState } from 'preact/hooks'

type Props = { words: string; what: string; act: () => Promise<unknown> }

/** A button for what cannot be undone: it says what follows, and acts when it is pressed again. */
export function Sure({ words, what, act }: Props) {
  const [asked, setAsked] = useState(false)
  const second = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (asked) second.current?.focus()
  }, [asked])
  if (!asked)
    return (
      <button type="button" onClick={() => setAsked(true)}>
        {words}…
      </button>
    )
  return (
    <span class="hint line">
      <span>{what}</span>
      <button ref={second} type="button" onClick={() => void act().then(() => setAsked(false))}>
        {words} it
      </button>
      <button type="button" class="plain" onClick={() => setAsked(false)}>
        Keep it
      </button>
    </span>
  )
}
