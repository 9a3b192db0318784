import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { afterEach } from 'vitest'
import { moderatorToken, type TestStet } from './stet.js'
import { until } from './until.js'

export type HeardEvent = { id: string | undefined; event: string; data: Record<string, unknown> }

export type Listening = {
  status: number | undefined
  headers: IncomingHttpHeaders
  /** What came, in its order. */
  heard: HeardEvent[]
  /** The last id that came, as a browser would send it after a cut. */
  lastId: () => string | undefined
  /** Waits until an event came that is as asked. */
  hears: (event: string, data?: Record<string, unknown>) => Promise<HeardEvent>
  isOver: () => boolean
  close: () => void
}

type Options = { key?: string; lastId?: string | undefined; name?: string; cookie?: string }

const holds = (data: Record<string, unknown>, wanted: Record<string, unknown>) =>
  Object.entries(wanted).every(([key, value]) => JSON.stringify(data[key]) === JSON.stringify(value))

/** Asks for the stream on a connection of its own; nothing of it is read yet. */
export async function askForEvents(
  { url }: Pick<TestStet, 'url'>,
  { key = moderatorToken, lastId, name = 'ann', cookie }: Options = {},
): Promise<IncomingMessage> {
  const headers = {
    ...(cookie === undefined ? { authorization: `Bearer ${key}`, 'stet-moderator': name } : { cookie }),
    ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
  }
  const asked = request(`${url}/v1/events`, { agent: false, headers }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return answer
}

/** The messages of a stream, as a browser reads them; one with an id alone is no event. */
async function* messagesOf(answer: IncomingMessage): AsyncGenerator<Partial<HeardEvent> & { text?: string }> {
  let fields: Record<string, string> = {}
  for await (const line of createInterface({ input: answer })) {
    const colon = line.indexOf(':')
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2)
    if (line !== '') continue
    const { id, event = 'message', data } = fields
    yield { id, ...(data === undefined ? {} : { event, data: JSON.parse(data) }) }
    fields = {}
  }
}

/** Listens to the stream of events as a browser does. */
export async function listenAt(stet: Pick<TestStet, 'url'>, options: Options = {}): Promise<Listening> {
  const answer = await askForEvents(stet, options)
  const heard: HeardEvent[] = []
  let lastId: string | undefined
  let over = false
  const read = async () => {
    for await (const { id, event, data } of messagesOf(answer)) {
      lastId = id ?? lastId
      if (event && data) heard.push({ id: lastId, event, data })
    }
  }
  void read()
    .catch(() => undefined) // cut by the test, or by the server
    .finally(() => {
      over = true
    })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    heard,
    lastId: () => lastId,
    hears: (event, data = {}) =>
      until(`the event ${event} ${JSON.stringify(data)}`, () =>
        heard.find((one) => one.event === event && holds(one.data, data)),
      ),
    isOver: () => over,
    close: () => answer.destroy(),
  }
}

/** Listens, and answers once the stream has its place: what happens from then on is heard. */
export async function listenFromNow(stet: Pick<TestStet, 'url'>, options: Options = {}): Promise<Listening> {
  const listening = await listenAt(stet, options)
  await until('the stream has a place', () => listening.lastId())
  return listening
}

/** For the tests of a file: `listenAt` and `listenFromNow` at a Stet; the streams are closed after each test. */
export function useStreams(stet: () => TestStet) {
  const open: Listening[] = []
  afterEach(() => {
    for (const one of open.splice(0)) one.close()
  })
  const kept = async (opening: Promise<Listening>): Promise<Listening> => {
    const listening = await opening
    open.push(listening)
    return listening
  }
  return {
    listen: (options?: Options) => kept(listenAt(stet(), options)),
    listening: (options?: Options) => kept(listenFromNow(stet(), options)),
  }
}
