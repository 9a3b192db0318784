import { signal } from '@preact/signals'
import type { Presence } from '../../src/desk/schemas/events.js'
import type { EventData, EventName } from '../../src/domain/event.js'
import { connected, get } from './call.js'
import { myName } from './session.js'

type Listener = <Name extends EventName>(name: Name, data: EventData<Name>) => void

const names: EventName[] = ['comment', 'decision', 'lease', 'mode', 'presence', 'missed']
const pollMs = 15_000
const retryMs = 5_000

/** Colleagues at the desk now. */
export const colleagues = signal<string[]>([])
/** Whether what happens arrives by itself; else it is asked for now and then. */
export const live = signal(false)

const listeners = new Set<Listener>()
const polls = new Set<() => void>()

/** Hears what happens, until the answer is called. */
export function onEvent(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Is called now and then while nothing arrives by itself, and once when it does again. */
export function onPoll(poll: () => void): () => void {
  polls.add(poll)
  return () => polls.delete(poll)
}

const pollAll = () => {
  for (const poll of polls) poll()
}

const setColleagues = (all: string[]) => {
  colleagues.value = all.filter((name) => name !== myName()).sort()
}

function hear(name: EventName, text: string): void {
  const data = JSON.parse(text) as EventData<EventName>
  if (name === 'presence') setColleagues((data as EventData<'presence'>).names)
  if (name === 'missed') pollAll()
  for (const listener of listeners) listener(name, data)
}

async function readPresence(): Promise<void> {
  setColleagues((await get<Presence>('/v1/presence')).items.map(({ name }) => name))
}

function open(): EventSource {
  const source = new EventSource('/v1/events')
  for (const name of names)
    source.addEventListener(name, (event) => hear(name, (event as MessageEvent<string>).data))
  source.addEventListener('open', () => {
    const before = connected.peek()
    connected.value = true
    live.value = true
    if (!before) pollAll()
  })
  source.addEventListener('error', () => {
    live.value = false
  })
  return source
}

/** Listens while somebody is signed in; the answer stops it. */
export function followEvents(): () => void {
  let source = open()
  const retry = setInterval(() => {
    // The browser tries again by itself, but not after an answer that was no stream, as of an ended session.
    if (source.readyState === EventSource.CLOSED) source = open()
  }, retryMs)
  const poll = setInterval(() => {
    if (live.peek()) return
    pollAll()
    readPresence().catch(() => undefined)
  }, pollMs)
  readPresence().catch(() => undefined)
  return () => {
    clearInterval(retry)
    clearInterval(poll)
    source.close()
    live.value = false
  }
}
