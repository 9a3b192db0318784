import { useEffect, useRef } from 'preact/hooks'
import { useKeptFocus } from '../lib/focus.js'
import { may, myName } from '../lib/session.js'
import { decide, skip } from './acts.js'
import { Choices } from './choices.js'
import { type Entry, isFree } from './entry.js'
import { keyMap } from './my-keys.js'
import { closePicker, picker } from './picker-state.js'
import { rejectReasons, skipChoices } from './reasons.js'

function ColleagueNote({ id }: { id: string }) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => ref.current?.focus(), [])
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const note = ref.current?.value ?? ''
    if (note.trim() === '') return
    closePicker()
    skip(id, 'colleague', note)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') closePicker()
  }
  return (
    <form class="line note-line" onSubmit={onSubmit}>
      <label>
        What should your colleague know?
        <input ref={ref} maxLength={2_000} required onKeyDown={onKeyDown} autocomplete="off" />
      </label>
      <button type="submit" class="main">
        Leave it
      </button>
      <button type="button" class="plain" onClick={closePicker}>
        <kbd>Esc</kbd> Back
      </button>
    </form>
  )
}

/** Takes the choice with this number. */
export function choose(id: string, at: number): boolean {
  const kind = picker.peek()
  const reason = rejectReasons[at]
  const why = skipChoices[at]
  if (kind === 'reject' && reason) decide(id, 'reject', reason)
  else if (kind === 'skip' && why) skip(id, why.reason)
  else return false
  closePicker()
  return true
}

function Buttons({ id }: { id: string }) {
  const keys = keyMap.value
  return (
    <>
      <button type="button" class="act publish" onClick={() => decide(id, 'publish', null)}>
        Publish <kbd>{keys.publish}</kbd>
      </button>
      <button type="button" class="act reject" onClick={() => (picker.value = 'reject')}>
        Reject <kbd>{keys.reject}</kbd>
      </button>
      <button type="button" onClick={() => (picker.value = 'note')}>
        Colleague <kbd>{keys.colleague}</kbd>
      </button>
      <button type="button" onClick={() => (picker.value = 'skip')}>
        Skip <kbd>{keys.skip}</kbd>
      </button>
    </>
  )
}

/** What can be done with the comment on the card; it stays where it is, whatever the card holds. */
export function ActionBar({ entry: { item, standing } }: { entry: Entry }) {
  const focus = useKeptFocus<HTMLDivElement>([picker.value])
  if (!may('moderator') || standing.kind !== 'open') return null
  if (!isFree({ item, standing }, myName()))
    return <p class="action-bar quiet">{item.lease?.moderator} has it in hand and will decide.</p>
  const pick = (at: number) => void choose(item.id, at)
  return (
    <div class="action-bar" {...focus}>
      {picker.value === 'reject' && (
        <Choices title="Why is it rejected?" words={rejectReasons} choose={pick} onBack={closePicker} />
      )}
      {picker.value === 'skip' && (
        <Choices
          title="Why do you skip it?"
          words={skipChoices.map(({ words }) => words)}
          choose={pick}
          onBack={closePicker}
        />
      )}
      {picker.value === 'note' && <ColleagueNote id={item.id} />}
      {picker.value === undefined && <Buttons id={item.id} />}
    </div>
  )
}
