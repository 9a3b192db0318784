// One process of the model, started by fork. It holds nothing that matters: it may be killed at any time.
import { messageOf } from '../domain/errors.js'
import { loadReader, type Reader } from './inference.js'
import type { ChildTask, FromChild, ToChild } from './protocol.js'

let reader: Reader | undefined

const tell = (message: FromChild) => process.send?.(message)

async function load(task: ChildTask): Promise<void> {
  try {
    const loaded = await loadReader(task)
    // A first run shows whether the parts fit together, on words of ours whose error may be told.
    const values = await loaded('The council meets on Monday.', () => {})
    if (!values.every((value) => value >= 0 && value <= 1)) throw new Error('it does not give six numbers')
    reader = loaded
    tell({ kind: 'ready' })
  } catch (error) {
    tell({ kind: 'unloadable', detail: messageOf(error) })
  }
}

async function score(text: string): Promise<void> {
  try {
    if (!reader) throw new Error('not loaded')
    tell({ kind: 'scored', raw: await reader(text, () => tell({ kind: 'progress' })) })
  } catch {
    tell({ kind: 'failed' })
  }
}

process.on('message', (message: ToChild) => {
  if (message.kind === 'load') void load(message.task)
  else void score(message.text)
})

// Ctrl-C reaches the whole process group, and the parent still wants scores while it drains; it ends us when done.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
// The parent is gone, however it went.
process.on('disconnect', () => process.exit(0))
