import { computed, signal } from '@preact/signals'
import type { Item } from '../../src/desk/schemas/item.js'
import type { Decision } from '../../src/domain/decision.js'
import { CallError, call, get, messageOf, path } from '../lib/call.js'
import { onPoll } from '../lib/events.js'
import { readKept, writeKept } from '../lib/kept.js'
import { type Act, createOutbox, type Outcome } from '../lib/outbox.js'
import { myName } from '../lib/session.js'
import { verdictWords } from '../lib/words.js'
import type { Standing } from './entry.js'
import { notify } from './notices.js'
import { changeEntry, peekEntry, putEntry } from './state.js'
import { removeDone, setDecision } from './undo-stack.js'

type Answer = Decision | undefined

/** Acts that wait for their answer, and whether the server could not be asked for one of them. */
const keptCount = signal(0)
const late = signal(false)
/** Acts that wait until the server can be asked again; not those that are just on their way. */
export const unsentCount = computed(() => (late.value ? keptCount.value : 0))

// Notes stay in the memory of the page: what is kept in the browser is ids and verdicts alone.
const notes = new Map<string, string>()
/** Acts that are to be undone as soon as the server has taken them. */
const unwanted = new Set<string>()

function request(act: Act): Promise<Answer> {
  if (act.kind === 'undo') return call('POST', `${path('/v1/decisions', act.decision)}/undo`)
  const note = notes.get(act.key)
  if (act.kind === 'skip') {
    const { comment: id, reason } = act
    return call('POST', '/v1/queue/skip', { id, reason, ...(note ? { note } : {}) })
  }
  const { verdict, reason, revision: onRevision, onDecision } = act
  return call('POST', `${path('/v1/comments', act.comment)}/decisions`, {
    verdict,
    reason,
    note: note ?? null,
    onRevision,
    ...(onDecision === null ? {} : { onDecision }),
  })
}

const isPassing = (error: unknown) =>
  error instanceof CallError && (error.status === 0 || error.status === 429 || error.status >= 500)

/** An act that was sent twice is refused the second time: what stands is what it wanted. */
function isDoneAlready(act: Act, error: unknown): Decision | undefined {
  if (!(error instanceof CallError) || error.status !== 409 || act.kind !== 'decide') return undefined
  const stands = error.body.decision as Decision | undefined
  return stands?.by.id === myName() && stands.verdict === act.verdict ? stands : undefined
}

async function send(act: Act): Promise<Outcome<Answer>> {
  try {
    return { kind: 'done', answer: await request(act) }
  } catch (error) {
    if (isPassing(error)) return { kind: 'later' }
    const stands = isDoneAlready(act, error)
    return stands ? { kind: 'done', answer: stands } : { kind: 'refused', error }
  }
}

/** Reads a comment anew; undefined when it could not be had. */
export async function readAnew(id: string): Promise<Item | undefined> {
  return get<Item>(path('/v1/queue/items', id)).catch(() => undefined)
}

/** Has a comment as the server knows it, to be decided on. */
export async function reopen(comment: string): Promise<void> {
  const item = await readAnew(comment)
  if (item) putEntry(comment, { item, standing: { kind: 'open' } })
}

/** Who was faster and with what; else what the server says. */
function refusalWords(error: unknown): string {
  const stands =
    error instanceof CallError && error.status === 409 ? (error.body.decision as Decision) : undefined
  return stands?.by.id ? `${stands.by.id} ${verdictWords[stands.verdict]} this first.` : messageOf(error)
}

async function refuse(act: Act, error: unknown): Promise<void> {
  removeDone((done) => done.kind === 'act' && done.act === act.key)
  const item = await readAnew(act.comment)
  const words = refusalWords(error)
  const standing: Standing =
    item?.status === 'held' ? { kind: 'open' } : { kind: 'elsewhere', words, refused: true }
  if (item) putEntry(act.comment, { item, standing })
  else changeEntry(act.comment, { standing })
  notify(act.comment, words)
}

function taken(act: Act, answer: Answer): void {
  notes.delete(act.key)
  if (act.kind === 'undo') return void reopen(act.comment)
  if (act.kind !== 'decide' || !answer) return
  if (unwanted.delete(act.key)) return void sendUndo(act.comment, answer.id)
  setDecision(act.key, answer.id)
  const standing = peekEntry(act.comment)?.standing
  if (standing?.kind === 'decided' && standing.act === act.key)
    changeEntry(act.comment, { standing: { ...standing, decision: answer.id } })
}

// Each person's apart: what one has decided is never sent in another's name.
const keptAs = () => `outbox.${myName()}`

function openOutbox() {
  return createOutbox<Answer>({
    read: () => readKept<Act[]>(keptAs()) ?? [],
    write: (acts) => {
      keptCount.value = acts.length
      writeKept(keptAs(), acts)
    },
    send,
    settle: (act, outcome) => {
      late.value = outcome.kind === 'later'
      if (outcome.kind === 'done') taken(act, outcome.answer)
      if (outcome.kind === 'refused') void refuse(act, outcome.error)
      if (outcome.kind === 'later' && unwanted.delete(act.key)) box().withdraw(act.key)
    },
  })
}

let outbox: ReturnType<typeof openOutbox> | undefined

/** The acts of who is signed in, with those that an earlier page of theirs left unsent. */
function box() {
  outbox ??= openOutbox()
  keptCount.value = outbox.waiting().length
  return outbox
}

export const flushActs = () => box().flush()

/** Sends an act behind the hand. A note goes with it from the memory of this page alone. */
export function sendAct(act: Act, note?: string): void {
  if (note !== undefined && note.trim() !== '') notes.set(act.key, note)
  void box().add(act)
}

/** A name for an act, by which this page and the next know it. */
export const actKey = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`

/** Sends that a decision which the server has taken is taken back. */
export function sendUndo(comment: string, decision: string): void {
  sendAct({ kind: 'undo', key: actKey(), comment, decision })
}

/** Takes a skip back; one that was sent has no more effect than that others may have the comment. */
export const takeBackSkip = (act: string) => void box().withdraw(act)

/** Takes a decision back: before it was sent as if it had never been, and else by an undo when it has been taken. */
export function takeBack(act: string, comment: string, decision: string | undefined): void {
  if (box().withdraw(act)) return
  if (decision !== undefined) sendUndo(comment, decision)
  else unwanted.add(act)
}

const resendMs = 5_000

/** Sends what was kept: at once, when the connection is back, and now and then. The answer stops it. */
export function keepSending(): () => void {
  const flush = () => void flushActs()
  flush()
  addEventListener('online', flush)
  const stopPoll = onPoll(flush)
  const timer = setInterval(() => {
    if (keptCount.peek() > 0) flush()
  }, resendMs)
  return () => {
    removeEventListener('online', flush)
    stopPoll()
    clearInterval(timer)
  }
}
