import { once } from 'node:events'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'

type Message = { id?: string; event?: string; data?: unknown; retryMs?: number }

/** A message of server-sent events; one with an id alone moves the place from which a cut stream is resumed. */
export function messageText({ id, event, data, retryMs }: Message): string {
  const lines = [
    ...(retryMs === undefined ? [] : [`retry: ${retryMs}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    // JSON has no line breaks of its own, so it is one line.
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ]
  return `${lines.join('\n')}\n\n`
}

/** Answers with what it yields, until the signal says that the client has left or the server stops. */
export type SendStream = (
  reply: FastifyReply,
  messages: (ended: AbortSignal) => AsyncIterable<string>,
) => FastifyReply

// A stream whose client does not read cannot end by itself.
const endMs = 1_000

/**
 * For a server whose answers may go on for ever: it ends them when it closes, and waits until each has ended. A client that
 * reads slowly is waited for: nothing is asked for before it has taken what went before.
 */
export function openStreams(app: FastifyInstance): SendStream {
  const open = new Map<Readable, { end: () => void; closed: Promise<unknown> }>()
  app.addHook('preClose', async () => {
    for (const { end } of open.values()) end()
    const all = Promise.all([...open.values()].map(({ closed }) => closed))
    await Promise.race([all, sleep(endMs, undefined, { ref: false })])
    for (const stream of open.keys()) stream.destroy()
    await all
  })
  return (reply, messages) => {
    const ended = new AbortController()
    const stream = Readable.from(messages(ended.signal))
    const end = () => ended.abort()
    open.set(stream, { end, closed: once(stream, 'close').finally(() => open.delete(stream)) })
    // What waits for news is not ended by the stream's end.
    reply.raw.once('close', end)
    return (
      reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-cache, no-transform')
        // Kept open for another request, it would keep a server that stops waiting.
        .header('connection', 'close')
        // nginx would keep it back until a buffer is full.
        .header('x-accel-buffering', 'no')
        .send(stream)
    )
  }
}
