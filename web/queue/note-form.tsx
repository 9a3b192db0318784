import { useState } from 'preact/hooks'
import { announce } from '../lib/announce.js'
import { call, messageOf } from '../lib/call.js'
import { may } from '../lib/session.js'
import { changeEntry, peekEntry } from './state.js'

/** Leaves a note on a comment for whoever comes next. */
export function NoteForm({ comment }: { comment: string }) {
  const [fault, setFault] = useState('')
  if (!may('moderator')) return null
  const send = async (form: HTMLFormElement) => {
    const text = String(new FormData(form).get('text'))
    await call('POST', `/v1/comments/${encodeURIComponent(comment)}/notes`, { text })
    form.reset()
    announce('The note is kept.')
    const item = peekEntry(comment)?.item
    if (item) changeEntry(comment, { item: { ...item, notes: item.notes + 1 } })
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    setFault('')
    send(event.currentTarget as HTMLFormElement).catch((error: unknown) => setFault(messageOf(error)))
  }
  return (
    <form class="stack" onSubmit={onSubmit}>
      <label>
        A note
        <textarea name="text" rows={2} maxLength={2_000} required />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit">Keep the note</button>
    </form>
  )
}
