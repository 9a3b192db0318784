import { useComputed } from '@preact/signals'
import { useKeptFocus } from '../lib/focus.js'
import { may } from '../lib/session.js'
import { decideInPlace, undoOn } from '../queue/acts.js'
import { Choices } from '../queue/choices.js'
import type { Entry } from '../queue/entry.js'
import { whyNotDecide } from '../queue/may-decide.js'
import { rejectReasons } from '../queue/reasons.js'
import { asked, chooseReason, closeAsked } from './asked.js'

function Buttons({ entry: { item }, onReject }: { entry: Entry; onReject: () => void }) {
  const { id, status } = item
  return (
    <>
      {status !== 'published' && (
        <button type="button" data-act="publish" onClick={() => decideInPlace(id, 'publish', null)}>
          Publish
        </button>
      )}
      {status !== 'rejected' && (
        <button type="button" data-act="reject" onClick={onReject}>
          Reject…
        </button>
      )}
      {status !== 'held' && (
        <button type="button" onClick={() => decideInPlace(id, 'hold', null)}>
          Hold
        </button>
      )}
    </>
  )
}

function Offer({ entry, isAsked }: { entry: Entry; isAsked: boolean }) {
  const { id } = entry.item
  if (entry.standing.kind === 'decided')
    return (
      <button type="button" onClick={() => undoOn(id)}>
        Undo
      </button>
    )
  const why = whyNotDecide(entry)
  if (why) return <span class="quiet">{why}</span>
  if (isAsked)
    return (
      <Choices title="Why is it rejected?" words={rejectReasons} choose={chooseReason} onBack={closeAsked} />
    )
  const ask = () => {
    asked.value = id
  }
  return <Buttons entry={entry} onReject={ask} />
}

/** What can be done with a comment where it stands: whatever its status is, it can get another. */
export function RowActs({ entry }: { entry: Entry }) {
  const { item, standing } = entry
  const isAsked = useComputed(() => asked.value === item.id).value
  const focus = useKeptFocus<HTMLFieldSetElement>([standing.kind, isAsked, item.status])
  if (!may('moderator') || item.body === null) return null
  return (
    <fieldset class="row-acts small" aria-label="Decide" {...focus}>
      {standing.kind === 'elsewhere' && (
        <p class={standing.refused ? 'fault' : 'hint'}>
          {standing.words} {standing.refused && 'Your decision was not taken.'}
        </p>
      )}
      <Offer entry={entry} isAsked={isAsked} />
    </fieldset>
  )
}
