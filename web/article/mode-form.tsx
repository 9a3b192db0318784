import { useState } from 'preact/hooks'
import type { Mode } from '../../src/desk/schemas/article.js'
import { announce } from '../lib/announce.js'
import { call, messageOf, path } from '../lib/call.js'

const modes: { mode: Mode['mode']; words: string }[] = [
  { mode: 'open', words: 'Open: the rules decide' },
  { mode: 'watch', words: 'Watch: the rules decide by lower thresholds' },
  { mode: 'premoderate', words: 'Premoderate: nothing is published before somebody has looked' },
  { mode: 'closed', words: 'Closed: no new comments are taken' },
]
const ends: [string, string][] = [
  ['2', 'for two hours'],
  ['12', 'for twelve hours'],
  ['24', 'for a day'],
  ['', 'until somebody changes it'],
]
const hourMs = 3_600_000

function bodyOf(form: HTMLFormElement) {
  const data = new FormData(form)
  const hours = String(data.get('hours'))
  return {
    mode: data.get('mode'),
    reason: String(data.get('reason')).trim(),
    until: hours === '' ? null : new Date(Date.now() + Number(hours) * hourMs).toISOString(),
  }
}

function Fields({ suggested }: { suggested: Mode['mode'] }) {
  return (
    <>
      <label>
        Mode
        <select name="mode">
          {modes.map(({ mode, words }) => (
            <option key={mode} value={mode} selected={mode === suggested}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label>
        Why
        <input name="reason" required maxLength={500} autocomplete="off" />
      </label>
      <label>
        How long
        <select name="hours">
          {ends.map(([hours, words]) => (
            <option key={words} value={hours}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

type Props = { id: string; suggested: Mode['mode']; onDone: () => void }

/** Sets how an article is moderated, with a reason and an end. */
export function ModeForm({ id, suggested, onDone }: Props) {
  const [fault, setFault] = useState('')
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    setFault('')
    call('PUT', `${path('/v1/articles', id)}/mode`, bodyOf(event.currentTarget as HTMLFormElement))
      .then(() => {
        announce('The mode is set.')
        onDone()
      })
      .catch((error: unknown) => setFault(messageOf(error)))
  }
  return (
    <form class="stack narrow" onSubmit={onSubmit}>
      <Fields suggested={suggested} />
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="main">
        Set it
      </button>
    </form>
  )
}
