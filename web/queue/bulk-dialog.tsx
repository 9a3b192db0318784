import { useEffect, useRef, useState } from 'preact/hooks'
import type { BulkPreview } from '../../src/desk/schemas/bulk.js'
import { counted } from '../lib/words.js'
import { Dialog } from '../parts/dialog.js'
import { asked, type BulkAsk, confirmBulk } from './bulk.js'
import { rejectReasons } from './reasons.js'

const acts = { publish: 'Publish', reject: 'Reject', hold: 'Hold' } as const

function Samples({ preview: { count, samples, left } }: { preview: BulkPreview }) {
  return (
    <>
      <ul class="rows samples">
        {samples.map(({ id, body, author }) => (
          <li key={id}>
            <p class="reader-text small" dir="auto">
              {body ?? 'Its text has been erased.'}
            </p>
            <span class="quiet small">
              <bdi>{author}</bdi>
            </span>
          </li>
        ))}
      </ul>
      {samples.length < count && <p class="quiet small">and {counted(count - samples.length, 'other')}</p>}
      {left > 0 && <p class="small">{counted(left, 'more comment')} will still be held after it.</p>}
    </>
  )
}

function Reason({ value, onChoose }: { value: string; onChoose: (reason: string) => void }) {
  return (
    <label>
      Reason
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {rejectReasons.map((reason) => (
          <option key={reason}>{reason}</option>
        ))}
      </select>
    </label>
  )
}

function Ask({ ask: { verdict, preview, fault } }: { ask: BulkAsk }) {
  const [reason, setReason] = useState<string>(rejectReasons[0])
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (fault) setBusy(false)
  }, [fault])
  // From the key that asked, the hand goes on to the reason, or to the act where it needs none.
  useEffect(() => {
    if (preview) form.current?.querySelector<HTMLElement>('select, button')?.focus()
  }, [preview])
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    void confirmBulk(verdict, verdict === 'reject' ? reason : null)
  }
  return (
    <form ref={form} class="stack" onSubmit={onSubmit}>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {!preview && !fault && <p class="quiet">Counting…</p>}
      {preview && <Samples preview={preview} />}
      {verdict === 'reject' && <Reason value={reason} onChoose={setReason} />}
      {preview && (
        <button type="submit" class="main" disabled={busy || preview.count === 0}>
          {acts[verdict]} {counted(preview.count, 'comment')}
        </button>
      )}
    </form>
  )
}

/** Says how many an act is about and shows some of them, before it is done. */
export function BulkDialog() {
  const ask = asked.value
  if (!ask) return null
  const onClose = () => {
    asked.value = undefined
  }
  return (
    <Dialog title={`${acts[ask.verdict]} ${ask.words}`} onClose={onClose} class="bulk">
      <Ask ask={ask} />
    </Dialog>
  )
}
