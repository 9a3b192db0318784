import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { deskPrincipal, isStillAllowed } from '../http/access.js'
import { messageText, openStreams } from '../http/event-stream.js'
import { Problem } from '../http/problems.js'
import type { Server } from '../http/server.js'
import { type EventPlace, isResumable, readEvents } from '../store/events.js'
import { bePresent, leaveDesk, presentNames, whoIsPresent } from '../store/presence.js'
import type { DeskParts } from './parts.js'
import { presenceSchema } from './schemas/events.js'

const tags = ['desk']
// How long a client waits that was cut off.
const retryMs = 2_000
// How often it is asked whether the caller may still listen; and proxies cut what is silent for a minute.
const beatMs = 10_000
// For the time in which the connection that wakes us is broken.
const fallbackMs = 1_000
// What happens at once is read at once, and a transaction that ends a moment later with it.
const gatherMs = 50

const writePlace = ({ xact, id, seconds }: EventPlace) => `${xact}.${id}.${seconds}`

function readPlace(text: string | undefined): EventPlace | undefined {
  if (text === undefined || text === '') return undefined
  const [, xact, id, seconds] = /^(\d{1,18})\.(\d{1,18})\.(\d{1,12})$/.exec(text) ?? []
  if (xact && id && seconds) return { xact, id, seconds: Number(seconds) }
  const errors = [{ pointer: '/last-event-id', detail: 'is not the id of an event of this stream' }]
  throw new Problem(400, 'The request is not valid', { errors })
}

/** Who has a stream open, each time that it is others than before. */
function presenceTeller({ db, site }: DeskParts) {
  let told: string | undefined
  return async function* () {
    const names = await presentNames(db, site)
    if (names.join() === told) return
    told = names.join()
    yield messageText({ event: 'presence', data: { names } })
  }
}

/** True once every `beatMs`, the first time at once. */
function heart(): () => boolean {
  let beaten = Number.NEGATIVE_INFINITY
  return () => {
    if (performance.now() - beaten < beatMs) return false
    beaten = performance.now()
    return true
  }
}

/** What happens behind a place, until the caller may no longer hear it. */
async function* news(
  parts: DeskParts,
  request: FastifyRequest,
  stream: string,
  after: EventPlace | undefined,
  ended: AbortSignal,
) {
  const { db, site, decisions } = parts
  const [tellPresence, beats] = [presenceTeller(parts), heart()]
  yield messageText({ retryMs })
  let place = after && (await isResumable(db, after)) ? after : undefined
  if (after && !place) yield messageText({ event: 'missed', data: {} })
  while (!ended.aborted) {
    const beat = beats()
    if (beat && !(await isStillAllowed(request))) return
    if (beat) await bePresent(db, stream, site, deskPrincipal(request).name)
    const { events, here, more } = await readEvents(db, site, place)
    for (const { type, data, place: at } of events)
      yield messageText({ id: writePlace(at), event: type, data })
    place = here
    if (beat) yield messageText({ id: writePlace(here) })
    yield* tellPresence()
    if (!more) await decisions.waitForNews(fallbackMs, ended)
    await sleep(gatherMs)
  }
}

/** The same, that leaves the desk when it ends, and ends when something fails: the client comes again and goes on there. */
async function* untilItEnds({ db, logger }: DeskParts, stream: string, messages: AsyncIterable<string>) {
  try {
    yield* messages
  } catch (err) {
    logger.warn({ err }, 'a stream of events was cut')
  } finally {
    // Otherwise it is gone when it has not been seen for a while.
    await leaveDesk(db, stream).catch((err: unknown) => logger.warn({ err }, 'a stream could not leave'))
  }
}

/** `GET /v1/events`: what happens at the desk, as server-sent events, and who looks on. */
export function addEventStream(app: Server, parts: DeskParts): void {
  const send = openStreams(app)
  const stream = z.string().meta({ description: 'Server-sent events; the data of each is JSON.' })
  const schema = {
    tags,
    summary: 'What happens at the desk, as it happens',
    description:
      'Server-sent events: `decision`, `comment` (held, edited or erased), `lease`, `mode`, `presence`. A client that was cut off sends the last id it had as `Last-Event-ID` and misses nothing of the day; `missed` says that it has, and should read everything anew.',
    querystring: z.strictObject({
      lastEventId: z
        .string()
        .max(60)
        .optional()
        .meta({
          description: 'For clients that cannot send the header.',
          examples: ['1041.7.1764061200'],
        }),
    }),
    response: { 200: { description: 'The stream.', content: { 'text/event-stream': { schema: stream } } } },
  }
  app.get('/v1/events', { config: { access: 'viewer' }, schema }, async (request, reply) => {
    const sent = request.headers['last-event-id'] ?? request.query.lastEventId
    const place = readPlace(sent === undefined ? undefined : String(sent))
    const id = randomUUID()
    return send(reply, (ended) => untilItEnds(parts, id, news(parts, request, id, place, ended)))
  })
}

/** `GET /v1/presence`: who looks on now, and at what. */
export function addPresence(app: Server, { db, site }: DeskParts): void {
  const schema = {
    tags,
    summary: 'Who is at the desk',
    description: 'Who has a stream of events open, and the comments that each has leased.',
    response: { 200: presenceSchema },
  }
  app.get('/v1/presence', { config: { access: 'viewer' }, schema }, async () => ({
    items: (await whoIsPresent(db, site)).map((one) => ({ ...one, seenAt: one.seenAt.toISOString() })),
  }))
}
