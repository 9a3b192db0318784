import { sql } from 'kysely'
import pg from 'pg'

const channel = 'stet_decision'
const newsChannel = 'stet_news'
// Waiters' key for news; those for a decision wait by the comment's number.
const news = 'news'

/** For a select: tells every process, once the transaction is committed, that this comment has a new decision. */
export const announcing = (uid: string) => sql`pg_notify(${channel}, ${uid})`

/** For a select: tells every process, once the transaction is committed, that something else has happened at the desk. */
export const announcingNews = sql`pg_notify(${newsChannel}, '')`

export type DecisionListener = {
  /** Resolves at the next decision on the comment, or when the time is over: look at the row then. */
  waitFor: (uid: string, waitMs: number) => Promise<void>
  /** Resolves when anything happens at the desk, a decision too, or when the time is over. */
  waitForNews: (waitMs: number, stopping: AbortSignal) => Promise<void>
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
      for (const key of [payload ?? '', news]) for (const wake of waiters.get(key) ?? []) wake()
    })
    try {
      await next.connect()
      await next.query(`listen ${channel}; listen ${newsChannel}`)
    } catch (error) {
      onError(error as Error)
      again()
    }
  }
  void connect()
  return {
    waitFor: (uid, waitMs) => waitIn(waiters, uid, waitMs),
    waitForNews: (waitMs, stopping) => waitIn(waiters, news, waitMs, stopping),
    close: async () => {
      closed = true
      await client?.end()
    },
  }
}

function waitIn(
  waiters: Map<string, Set<() => void>>,
  key: string,
  waitMs: number,
  stopping?: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const wakers = waiters.get(key) ?? new Set()
    const wake = () => {
      clearTimeout(timer)
      stopping?.removeEventListener('abort', wake)
      wakers.delete(wake)
      if (wakers.size === 0) waiters.delete(key)
      resolve()
    }
    const timer = setTimeout(wake, waitMs)
    stopping?.addEventListener('abort', wake)
    waiters.set(key, wakers.add(wake))
  })
}
