import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Item } from '../../src/desk/schemas/item.js'
import { path } from '../lib/call.js'
import { may, myName } from '../lib/session.js'
import { counted, nameOf, titleOf } from '../lib/words.js'
import { MarkedText } from '../parts/marked-text.js'
import { OutsideLink } from '../parts/outside-link.js'
import { AuthorLine } from '../parts/person.js'
import { Time } from '../parts/time.js'
import { Badge } from '../parts/verdict.js'
import { ActionBar } from './action-bar.js'
import { undoOn } from './acts.js'
import { askForAuthor, toggleSelected } from './bulk.js'
import { drawer, openDrawer } from './drawer-state.js'
import type { Entry, Standing } from './entry.js'
import { keyMap } from './my-keys.js'
import { Notes } from './notes.js'
import { Reasons } from './reasons-list.js'
import { selected } from './state.js'

function Where({ item }: { item: Item }) {
  const { article } = item
  return (
    <p class="card-where">
      <OutsideLink url={article.url}>
        <bdi>{titleOf(article)}</bdi>
      </OutsideLink>
      {article.section && <span class="quiet"> · {article.section}</span>}
    </p>
  )
}

function Lease({ lease }: { lease: Item['lease'] }) {
  if (lease === null || Date.parse(lease.expiresAt) < Date.now()) return null
  if (lease.moderator === myName()) return <span class="badge yours">yours</span>
  return <span class="badge warn">{lease.moderator} has it</span>
}

function Facts({ item }: { item: Item }) {
  return (
    <div class="line small quiet card-facts">
      <a href={path('/articles', item.article.id)}>thread</a>
      <span>
        came <Time at={item.waitingSince} />
      </span>
      {item.language && <span>language: {item.language}</span>}
      {item.edits > 0 && (
        <button type="button" class="link" onClick={() => openDrawer('history')}>
          edited {counted(item.edits, 'time')}
        </button>
      )}
      <Lease lease={item.lease} />
    </div>
  )
}

function Parent({ parent }: { parent: NonNullable<Item['parent']> }) {
  return (
    <figure class="parent">
      <figcaption class="small quiet">
        In reply to <bdi>{nameOf(parent.author)}</bdi> <Badge of={parent.status} />
      </figcaption>
      <blockquote class="reader-text" dir="auto">
        {parent.body ?? 'Its text has been erased.'}
      </blockquote>
    </figure>
  )
}

function StandingLine({ id, standing }: { id: string; standing: Standing }) {
  if (standing.kind === 'open') return null
  if (standing.kind === 'elsewhere')
    return (
      <p class="standing fault">
        {standing.words} {standing.refused && 'Your decision was not taken.'}
      </p>
    )
  return (
    <p class="standing">
      {standing.kind === 'decided' ? <Badge of={standing.verdict} /> : 'You skipped this.'}{' '}
      <button type="button" onClick={() => undoOn(id)}>
        Undo
      </button>
    </p>
  )
}

function Author({ item }: { item: Item }) {
  return (
    <section class="card-author" aria-label="Author">
      <AuthorLine author={item.author} record={item.record} />
      <div class="line small">
        <button
          type="button"
          class="link"
          aria-expanded={drawer.value === 'author'}
          onClick={() => openDrawer('author')}
        >
          Their record
        </button>
        <kbd>{keyMap.value.author}</kbd>
        {may('moderator') && item.record.held > 0 && (
          <button type="button" class="link" onClick={() => askForAuthor(item.id)}>
            All held of theirs here…
          </button>
        )}
      </div>
    </section>
  )
}

/** The comment that is being decided on, with all that it takes to decide. */
export function Card({ entry, place }: { entry: Entry; place: string }) {
  const { item, standing } = entry
  const ref = useRef<HTMLElement>(null)
  const shownFirst = useRef(true)
  // Another comment on the card takes the focus along.
  useEffect(() => {
    if (!shownFirst.current || document.activeElement === document.body)
      ref.current?.focus({ preventScroll: true })
    shownFirst.current = false
    ref.current?.parentElement?.scrollTo(0, 0)
  }, [item.id])
  // The button that had the focus may have gone with what it did.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  }, [standing.kind])
  const { judgement } = item
  return (
    <article ref={ref} class="card" tabIndex={-1} aria-labelledby="card-name" id="card">
      <header class="card-head">
        <h2 id="card-name" class="for-ears">
          Comment by {nameOf(item.author)}, {place}
        </h2>
        <Where item={item} />
        <Facts item={item} />
      </header>
      <StandingLine id={item.id} standing={standing} />
      {item.parent && <Parent parent={item.parent} />}
      <div class="reader-text focus-text" dir="auto" lang={item.language ?? undefined}>
        {item.body === null ? (
          <p class="quiet">Its text has been erased.</p>
        ) : (
          <MarkedText text={item.body} reasons={judgement?.reasons ?? []} />
        )}
      </div>
      <Reasons judgement={judgement} />
      <Author item={item} />
      {item.notes > 0 && <Notes key={item.id} comment={item.id} />}
      <label class="choice small">
        <input
          type="checkbox"
          checked={selected.value.has(item.id)}
          onChange={() => toggleSelected(item.id)}
          disabled={standing.kind !== 'open'}
        />
        Select, to decide on several at once <kbd>{keyMap.value.select}</kbd>
      </label>
      <ActionBar entry={entry} />
    </article>
  )
}
