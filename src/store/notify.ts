import { sql } from 'kysely'
import pg from 'pg'

const channel = 'stet_decision'

/** For a select: tells every process, once the transaction is committed, that this comment has a new decision. */
export const announcing = (uid: string) => sql`pg_notify(${channel}, ${uid})`

export type DecisionListener = {
  /** Resolves at the next decision on the comment, or when the time is over: look at the row then. */
  waitFor: (uid: string, waitMs: number) => Promise<void>
  close: () => Promise<void>
}

// After a lost connection; waiters meanwhile wait their time out and then read the row, so nothing is missed.
const reconnectMs = 1_000

/** Listens for decisions on a connection of its own, made anew whenever it is lost. */
export function listenForDecisions(url: string, onError: (error: Error) => void): DecisionListener {
  const waiters = new Map<string, Set<() => void>>()
  let client: pg.Client | undefined
  let closed = false
  const connect = async () => {
    if (closed) return
    const next = new pg.Client({ connectionString: url, keepAlive: true })
    client = next
    const again = () => {
      if (client !== next) return
      client = undefined
      if (!closed) setTimeout(connect, reconnectMs).unref()
    }
    next.on('error', onError)
    next.on('end', again)
    next.on('notification', ({ payload }) => {
      for (const wake of waiters.get(payload ?? '') ?? []) wake()
    })
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
    } catch (error) {
      onError(error as Error)
      again()
    }
  }
  void connect()
  return {
    waitFor: (uid, waitMs) => waitIn(waiters, uid, waitMs),
    close: async () => {
      closed = true
      await client?.end()
    },
  }
}

function waitIn(waiters: Map<string, Set<() => void>>, uid: string, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const wakers = waiters.get(uid) ?? new Set()
    const wake = () => {
      clearTimeout(timer)
      wakers.delete(wake)
      if (wakers.size === 0) waiters.delete(uid)
      resolve()
    }
    const timer = setTimeout(wake, waitMs)
    waiters.set(uid, wakers.add(wake))
  })
}
