import { useState } from 'preact/hooks'
import { announce } from '../lib/announce.js'
import { focusMain } from '../lib/focus.js'

type Props = { words: string; what: string; act: () => Promise<unknown> }

/**
 * A button for what cannot be undone: it says what follows, and another acts. The focus stays on the one that leaves all as
 * it is, so that a key pressed twice does nothing.
 */
export function Sure({ words, what, act }: Props) {
  const [asked, setAsked] = useState(false)
  const turn = () => {
    if (!asked) announce(what)
    setAsked(!asked)
  }
  const doIt = () => {
    // What it is about is gone afterwards, and the button with it.
    focusMain()
    void act().then(() => setAsked(false))
  }
  return (
    <span class={asked ? 'hint line' : ''}>
      {asked && <span>{what}</span>}
      {asked && (
        <button type="button" onClick={doIt}>
          {words} it
        </button>
      )}
      <button type="button" class={asked ? 'plain' : ''} onClick={turn}>
        {asked ? 'Keep it' : `${words}…`}
      </button>
    </span>
  )
}
