import { expect, it } from 'vitest'
import { type Act, createOutbox, type Outcome } from '../../web/lib/outbox.js'

const act = (key: string): Act => ({
  kind: 'decide',
  key,
  comment: key,
  revision: 1,
  onDecision: null,
  verdict: 'publish',
  reason: null,
})

/** An outbox whose server answers as it is told, and what reached that. */
function outboxThat(answer: (act: Act) => Outcome<string>, kept: Act[] = []) {
  const sent: string[] = []
  const settled: string[] = []
  let stored = kept
  const outbox = createOutbox<string>({
    read: () => stored,
    write: (acts) => {
      stored = acts
    },
    send: async (one) => {
      sent.push(one.key)
      return answer(one)
    },
    settle: (one, { kind }) => settled.push(`${one.key} ${kind}`),
  })
  return { outbox, sent, settled, stored: () => stored.map(({ key }) => key) }
}

const done: Outcome<string> = { kind: 'done', answer: '' }
const later: Outcome<string> = { kind: 'later' }
const refused: Outcome<string> = { kind: 'refused', error: 'no' }

it('acts are sent in the order in which they were done, and kept until there is an answer', async () => {
  const { outbox, sent, settled, stored } = outboxThat(() => done)
  await Promise.all([outbox.add(act('a')), outbox.add(act('b')), outbox.add(act('c'))])
  expect(sent).toEqual(['a', 'b', 'c'])
  expect(settled).toEqual(['a done', 'b done', 'c done'])
  expect(stored()).toEqual([])
})

it('what cannot be sent waits, with what came after it', async () => {
  let connected = false
  const { outbox, sent, stored } = outboxThat(() => (connected ? done : later))
  await outbox.add(act('a'))
  await outbox.add(act('b'))
  expect(stored()).toEqual(['a', 'b'])
  connected = true
  await outbox.flush()
  expect(sent).toEqual(['a', 'a', 'a', 'b'])
  expect(stored()).toEqual([])
})

it('what is refused holds up nothing', async () => {
  const { outbox, settled, stored } = outboxThat(({ key }) => (key === 'a' ? refused : done))
  await Promise.all([outbox.add(act('a')), outbox.add(act('b'))])
  expect(settled).toEqual(['a refused', 'b done'])
  expect(stored()).toEqual([])
})

it('what was left by an earlier page is sent, and what was taken back is not', async () => {
  const { outbox, sent } = outboxThat(() => done, [act('a'), act('b')])
  expect(outbox.withdraw('a')).toBe(true)
  expect(outbox.withdraw('a')).toBe(false)
  await outbox.flush()
  expect(sent).toEqual(['b'])
  expect(outbox.withdraw('b')).toBe(false)
})
