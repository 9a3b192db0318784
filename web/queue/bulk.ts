import { batch, signal } from '@preact/signals'
import type { BulkAnswer, BulkPreview, Selection } from '../../src/desk/schemas/bulk.js'
import type { Verdict } from '../../src/domain/verdict.js'
import { announce } from '../lib/announce.js'
import { call, messageOf, path } from '../lib/call.js'
import { counted, nameOf, verdictWords } from '../lib/words.js'
import { readCount } from './load.js'
import { notify } from './notices.js'
import { goOn } from './place.js'
import { readAnew } from './sending.js'
import { changeEntry, focused, order, peekEntry, putEntry, selected } from './state.js'
import { pushDone } from './undo-stack.js'

export type BulkAsk = { verdict: Verdict; words: string; preview: BulkPreview | undefined; fault?: string }

/** What is about to be decided at once; the dialog shows it. */
export const asked = signal<BulkAsk | undefined>(undefined)

async function preview(selection: Selection, verdict: Verdict, words: string): Promise<void> {
  asked.value = { verdict, words, preview: undefined }
  try {
    const found = await call<BulkPreview>('POST', '/v1/bulk/preview', { selection })
    if (asked.peek()) asked.value = { verdict, words, preview: found }
  } catch (error) {
    if (asked.peek()) asked.value = { verdict, words, preview: undefined, fault: messageOf(error) }
  }
}

/** Says first what is selected, as it is now; nothing is decided yet. */
export function askForSelected(verdict: Verdict): void {
  const ids = [...selected.peek()].flatMap((id) => {
    const item = peekEntry(id)?.item
    return item ? [{ id, onRevision: item.revision }] : []
  })
  void preview({ ids }, verdict, 'the selected comments')
}

/** Says first what is held by the author of a comment under its article; nothing is decided yet. */
export function askForAuthor(id: string): void {
  const item = peekEntry(id)?.item
  if (!item) return
  void preview(
    { author: item.author.id, article: item.article.id },
    'reject',
    `all held by ${nameOf(item.author)} on this article`,
  )
}

function show({ id: bulk, decided, conflicts }: BulkAnswer, verdict: Verdict): void {
  const at = (id: string) => order.peek().indexOf(id)
  const comments = decided.map(({ id }) => id).sort((a, b) => at(a) - at(b))
  const words = `${counted(decided.length, 'comment')} ${verdictWords[verdict]}`
  batch(() => {
    for (const { id, decision } of decided)
      changeEntry(id, { standing: { kind: 'decided', verdict, act: bulk, decision } })
    selected.value = new Set()
    if (decided.length > 0) pushDone({ kind: 'bulk', bulk, comments, words })
    const now = focused.peek()
    if (now !== undefined && peekEntry(now)?.standing.kind !== 'open') goOn(now)
  })
  announce(words)
  for (const { id, detail } of conflicts) notify(id, detail)
  void readCount().catch(() => undefined)
}

/** Decides on what the dialog showed, and on nothing that has changed since. */
export async function confirmBulk(verdict: Verdict, reason: string | null): Promise<void> {
  const ask = asked.peek()
  if (!ask?.preview) return
  const { token } = ask.preview
  try {
    const answer = await call<BulkAnswer>('POST', '/v1/bulk', { token, verdict, reason, note: null })
    asked.value = undefined
    show(answer, verdict)
  } catch (error) {
    asked.value = { ...ask, fault: messageOf(error) }
  }
}

/** Takes a whole bulk act back, and puts what the list knew of it in front again. */
export async function undoBulk(bulk: string, comments: string[]): Promise<void> {
  try {
    await call('POST', `${path('/v1/bulk', bulk)}/undo`)
  } catch (error) {
    return notify(comments[0] ?? '', messageOf(error))
  }
  // One after the other is slow for five hundred, and all at once is a flood: what is in the list is read first.
  const known = comments.filter((id) => peekEntry(id))
  batch(() => {
    for (const id of known) changeEntry(id, { standing: { kind: 'open' } })
    focused.value = known[0] ?? focused.peek()
    const missing = known.filter((id) => !order.peek().includes(id))
    order.value = [...missing, ...order.peek()]
  })
  for (const id of known) {
    const item = await readAnew(id)
    if (item) putEntry(id, { item, standing: { kind: 'open' } })
  }
  void readCount().catch(() => undefined)
}

/** Selects a comment, or no longer. */
export function toggleSelected(id: string): void {
  const now = new Set(selected.peek())
  if (!now.delete(id)) now.add(id)
  selected.value = now
}
