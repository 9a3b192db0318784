import type { ListAnswer } from '../../src/desk/schemas/queue.js'
import type { EventData } from '../../src/domain/event.js'
import { announce } from '../lib/announce.js'
import { get, query } from '../lib/call.js'
import { onEvent, onPoll } from '../lib/events.js'
import { myName } from '../lib/session.js'
import { counted, verdictWords } from '../lib/words.js'
import type { Entry, Standing } from './entry.js'
import { readCount } from './load.js'
import { readAnew } from './sending.js'
import { changeEntry, filters, fresh, newestSeen, peekEntry, putEntry } from './state.js'

// A busy hour has several comments a second: they are looked up and announced together.
const gatherMs = 2_000
const lookFor = 50

/** Counts what came in since the list was read; it joins the list when the moderator asks for it. */
async function lookForFresh(): Promise<void> {
  const { sort: _, ...narrowed } = filters.peek()
  const newest = await get<ListAnswer>(`/v1/queue${query({ ...narrowed, sort: 'newest', limit: lookFor })}`)
  const unseen = newest.items.filter(
    ({ id, waitingSince }) => waitingSince > newestSeen.peek() && peekEntry(id) === undefined,
  )
  const before = fresh.peek().size
  fresh.value = new Set(unseen.map(({ id }) => id))
  if (unseen.length > before) announce(`${counted(unseen.length, 'new comment')}.`)
  await readCount()
}

let gathering: ReturnType<typeof setTimeout> | undefined

function gather(): void {
  gathering ??= setTimeout(() => {
    gathering = undefined
    lookForFresh().catch(() => undefined)
  }, gatherMs)
}

// What was decided here is this page's own matter, and what was refused stays said.
const follows = ({ standing }: Entry) =>
  standing.kind === 'open' || (standing.kind === 'elsewhere' && !standing.refused)

/** Reads a comment that the page knows of anew, after something happened to it elsewhere. */
async function readAgain(id: string, words?: string): Promise<void> {
  const item = await readAnew(id)
  const entry = peekEntry(id)
  if (!item || !entry || !follows(entry)) return
  const isAsItWas = item.status === 'held' || item.status === entry.item.status
  const standing: Standing = isAsItWas
    ? item.status === entry.item.status
      ? entry.standing
      : { kind: 'open' }
    : { kind: 'elsewhere', words: words ?? `It is ${item.status} now.`, refused: false }
  putEntry(id, { item, standing })
}

function onDecision({ comment, verdict, by }: EventData<'decision'>): void {
  const entry = peekEntry(comment)
  if (!entry || !follows(entry)) return
  void readAgain(comment, by === null ? undefined : `${by} ${verdictWords[verdict]} this.`)
}

function onLease({ comment, moderator }: EventData<'lease'>): void {
  const item = peekEntry(comment)?.item
  if (!item || moderator === myName()) return
  const expiresAt = new Date(Date.now() + 120_000).toISOString()
  changeEntry(comment, { item: { ...item, lease: moderator === null ? null : { moderator, expiresAt } } })
}

/** Follows what happens to the comments that the page knows of, until the answer is called. */
export function followComments(): () => void {
  return onEvent((name, data) => {
    if (name === 'decision') onDecision(data as EventData<'decision'>)
    if (name === 'lease') onLease(data as EventData<'lease'>)
    if (name !== 'comment') return
    const { id } = data as EventData<'comment'>
    if (peekEntry(id)?.standing.kind === 'open') void readAgain(id)
  })
}

/** Follows what happens to the queue, until the answer is called. */
export function followQueue(): () => void {
  const stops = [
    followComments(),
    onEvent((name) => {
      if (name === 'decision' || name === 'comment') gather()
    }),
    onPoll(gather),
  ]
  return () => {
    for (const stop of stops) stop()
    clearTimeout(gathering)
    gathering = undefined
  }
}
