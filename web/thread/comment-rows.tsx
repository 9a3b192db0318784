import { useEffect, useState } from 'preact/hooks'
import type { Item } from '../../src/desk/schemas/item.js'
import { useKeys } from '../lib/keyboard.js'
import { followComments } from '../queue/news.js'
import { entryOf, peekEntry, putEntry } from '../queue/state.js'
import { Toast } from '../queue/toast.js'
import { closeAsked } from './asked.js'
import { CommentRow } from './comment-row.js'
import { onThreadKey } from './keyed.js'

/** What was done to it on this page stands, unless the server tells of something later. */
function takeIn(item: Item): void {
  const known = peekEntry(item.id)?.standing
  const stands =
    known?.kind === 'decided' && (known.decision === undefined || known.decision === item.decision?.id)
  putEntry(item.id, { item, standing: stands ? known : { kind: 'open' } })
}

function Row({ item, place }: { item: Item; place?: 'article' }) {
  // Before it is first drawn, so that the row follows what happens to the comment.
  useState(() => takeIn(item))
  const entry = entryOf(item.id) ?? { item, standing: { kind: 'open' as const } }
  return <CommentRow entry={entry} {...(place && { place })} />
}

/** Comments of every status one below the other, each of which can be decided on where it stands. */
export function CommentRows({ items, place }: { items: Item[]; place?: 'article' }) {
  useKeys(onThreadKey)
  useEffect(followComments, [])
  useEffect(() => closeAsked, [])
  return (
    <>
      <ol class="rows">
        {items.map((item) => (
          <Row key={item.id} item={item} {...(place && { place })} />
        ))}
      </ol>
      <Toast />
    </>
  )
}
