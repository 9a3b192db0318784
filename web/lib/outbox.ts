import type { SkipBody } from '../../src/desk/schemas/decision.js'
import type { Verdict } from '../../src/domain/verdict.js'

type Decide = {
  kind: 'decide'
  comment: string
  revision: number
  onDecision: string | null
  verdict: Verdict
  reason: string | null
}
type Skip = { kind: 'skip'; comment: string; reason: SkipBody['reason'] }
type Undo = { kind: 'undo'; comment: string; decision: string }

/** What was decided and has to reach the server: ids and verdicts. `key` is the page's own name for it. */
export type Act = (Decide | Skip | Undo) & { key: string }

/** What became of an act: `later` when the server could not be asked. */
export type Outcome<Answer> =
  | { kind: 'done'; answer: Answer }
  | { kind: 'refused'; error: unknown }
  | { kind: 'later' }

export type OutboxParts<Answer> = {
  read: () => Act[]
  /** Keeps the acts where a closed page leaves them. */
  write: (acts: Act[]) => void
  send: (act: Act) => Promise<Outcome<Answer>>
  settle: (act: Act, outcome: Outcome<Answer>) => void
}

/**
 * Sends acts one after the other, in the order in which they were done, and keeps what could not be sent. An act is kept
 * until its answer is here, so after a crash it may be sent twice; the server refuses the second.
 */
export function createOutbox<Answer>({ read, write, send, settle }: OutboxParts<Answer>) {
  let acts = read()
  let sending: string | undefined
  const keep = (now: Act[]) => {
    acts = now
    write(acts)
  }
  const flush = async (): Promise<void> => {
    const act = acts[0]
    if (sending !== undefined || act === undefined) return
    sending = act.key
    const outcome = await send(act)
    sending = undefined
    if (outcome.kind !== 'later') keep(acts.filter(({ key }) => key !== act.key))
    settle(act, outcome)
    if (outcome.kind !== 'later') await flush()
  }
  return {
    waiting: (): readonly Act[] => acts,
    flush,
    add(act: Act): Promise<void> {
      keep([...acts, act])
      return flush()
    },
    /** Takes back what has not been sent; false when it is on its way or there already. */
    withdraw(key: string): boolean {
      if (sending === key || !acts.some((act) => act.key === key)) return false
      keep(acts.filter((act) => act.key !== key))
      return true
    },
  }
}
