import type { Note } from '../../src/desk/schemas/item.js'
import { useLoad } from '../lib/load.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'

/** What moderators have noted on a comment. */
export function Notes({ comment }: { comment: string }) {
  const notes = useLoad<{ items: Note[] }>(`/v1/comments/${encodeURIComponent(comment)}/notes`)
  return (
    <section class="notes" aria-label="Notes">
      <Loading of={notes}>
        {({ items }) => (
          <ul>
            {items.map((note) => (
              <li key={note.id}>
                <strong>{note.by}</strong>{' '}
                <span class="quiet small">
                  <Time at={note.at} />
                </span>
                <p>{note.text}</p>
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </section>
  )
}
