import type { AuthorRecordAnswer } from '../../src/desk/schemas/author.js'
import type { History, Item } from '../../src/desk/schemas/item.js'
import type { ListAnswer } from '../../src/desk/schemas/queue.js'
import { query } from '../lib/call.js'
import { focusMain } from '../lib/focus.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { EditText } from '../parts/edit-text.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'
import { Badge } from '../parts/verdict.js'
import { closeDrawer, drawer } from './drawer-state.js'
import { NoteForm } from './note-form.js'
import { Notes } from './notes.js'

function Edits({ revisions }: Pick<History, 'revisions'>) {
  return (
    <ol class="stack">
      {revisions.map(({ revision, body, at }, index) => (
        <li key={revision}>
          <p class="small quiet">
            {index === 0 ? 'Written' : 'Changed'} <Time at={at} />
          </p>
          {body === null ? (
            <p class="quiet">Erased.</p>
          ) : (
            <EditText before={revisions[index - 1]?.body ?? body} after={body} />
          )}
        </li>
      ))}
    </ol>
  )
}

function Decisions({ decisions }: Pick<History, 'decisions'>) {
  return (
    <ol class="rows">
      {decisions.map((decision) => (
        <li key={decision.id}>
          <Badge of={decision.verdict} /> {decision.by.id ?? 'the machine'}
          {decision.undoes !== null && ' (an undo)'}{' '}
          <span class="quiet small">
            <Time at={decision.at} />
          </span>
          <p class="small">{decision.reasons.map(({ message }) => message).join(' · ')}</p>
          {decision.note && <p class="small">{decision.note}</p>}
        </li>
      ))}
    </ol>
  )
}

function CommentHistory({ item }: { item: Item }) {
  const history = useLoad<History>(`/v1/comments/${encodeURIComponent(item.id)}/history`)
  return (
    <Loading of={history}>
      {({ revisions, decisions }) => (
        <>
          <h3>Text</h3>
          <Edits revisions={revisions} />
          <h3>Decisions</h3>
          <Decisions decisions={decisions} />
          <h3>Notes</h3>
          <Notes comment={item.id} />
          <NoteForm comment={item.id} />
        </>
      )}
    </Loading>
  )
}

const shownMost = 10

function Others({ author, status }: { author: string; status: 'rejected' | 'published' }) {
  const others = useLoad<ListAnswer>(
    `/v1/queue${query({ author, status, sort: 'newest', limit: shownMost })}`,
  )
  return (
    <Loading of={others}>
      {({ items }) => (
        <ul class="rows">
          {items.length === 0 && <li class="quiet">None.</li>}
          {items.map((other) => (
            <li key={other.id}>
              <p class="reader-text small" dir="auto">
                {other.body}
              </p>
              <span class="quiet small">
                <Time at={other.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Loading>
  )
}

function AuthorHistory({ item }: { item: Item }) {
  const record = useLoad<AuthorRecordAnswer>(`/v1/authors/${encodeURIComponent(item.author.id)}/record`)
  return (
    <>
      <Loading of={record}>
        {({ counts, names, byRule, firstSeenAt }) => (
          <div class="stack small">
            <p>
              First seen <Time at={firstSeenAt} />. {count(counts.published)} published, {count(counts.held)}{' '}
              held, {count(counts.rejected)} rejected.
            </p>
            {names.length > 1 && <p>Also wrote as {names.slice(1).join(', ')}.</p>}
            {byRule.length > 0 && <p>{byRule.map(({ rule, count: n }) => `${rule} ${n}×`).join(' · ')}</p>}
          </div>
        )}
      </Loading>
      <h3>Rejected last</h3>
      <Others author={item.author.id} status="rejected" />
      <h3>Published last</h3>
      <Others author={item.author.id} status="published" />
    </>
  )
}

/** What is open beside the card: it follows the comment that is on it. */
export function Drawer({ item }: { item: Item }) {
  const which = drawer.value
  if (which === undefined) return null
  const title = which === 'history' ? 'History of the comment' : 'Record of the author'
  return (
    <aside class="drawer" aria-label={title}>
      <header class="dialog-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="plain"
          onClick={() => {
            focusMain()
            closeDrawer()
          }}
          aria-label="Close"
        >
          ✕
        </button>
      </header>
      {which === 'history' ? (
        <CommentHistory key={item.id} item={item} />
      ) : (
        <AuthorHistory key={item.author.id} item={item} />
      )}
    </aside>
  )
}
