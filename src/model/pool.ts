import { messageOf } from '../domain/errors.js'
import type { Child } from './child-process.js'
import { ModelUnavailable } from './model-unavailable.js'

export type Pool = {
  /** Queued first come, first served. Rejects with ModelUnavailable after a second failure or when the pool closes. */
  read: (text: string) => Promise<number[]>
  /** Ends all processes at once; what is queued or being read rejects with this reason. Settles when they are gone. */
  close: (reason: string) => Promise<void>
  /** Settles, with the cause, if a process ended and no other could be started in its place. Close the pool then. */
  broken: Promise<string>
}

export type PoolParts = {
  start: () => Promise<Child>
  size: number
  /** Called when a process ended before it was told to. */
  onLoss: () => void
}

type Job = {
  text: string
  failures: number
  resolve: (raw: number[]) => void
  reject: (error: Error) => void
}

type Crew = PoolParts & {
  children: Set<Child>
  idle: Child[]
  waiting: Job[]
  reading: Set<Job>
  closed: string | undefined
  breakDown: (cause: string) => void
}

// One retry on another process: a text that ends two is at fault itself, and must not end them all in turn.
const failuresAllowed = 1

/** Starts all processes; rejects, with none left running, when one of them cannot be started. */
export async function openPool(parts: PoolParts): Promise<Pool> {
  let breakDown: (cause: string) => void = () => {}
  const broken = new Promise<string>((resolve) => {
    breakDown = resolve
  })
  const started = await startAll(parts)
  const crew: Crew = {
    ...parts,
    children: new Set(),
    idle: [],
    waiting: [],
    reading: new Set(),
    closed: undefined,
    breakDown,
  }
  for (const child of started) admit(crew, child)
  return { read: (text) => read(crew, text), close: (reason) => close(crew, reason), broken }
}

function read(crew: Crew, text: string): Promise<number[]> {
  return new Promise((resolve, reject) => {
    if (crew.closed !== undefined) return reject(new ModelUnavailable(crew.closed))
    crew.waiting.push({ text, failures: 0, resolve, reject })
    handOut(crew)
  })
}

function handOut(crew: Crew): void {
  while (crew.idle.length > 0 && crew.waiting.length > 0) {
    const child = crew.idle.shift()
    const job = crew.waiting.shift()
    if (child && job) void run(crew, child, job)
  }
}

async function run(crew: Crew, child: Child, job: Job): Promise<void> {
  crew.reading.add(job)
  try {
    job.resolve(await child.score(job.text))
    if (crew.children.has(child)) crew.idle.push(child)
  } catch (error) {
    job.failures += 1
    if (crew.closed === undefined && job.failures <= failuresAllowed) crew.waiting.unshift(job)
    else job.reject(new ModelUnavailable('The model failed twice on this text.', { cause: error }))
  }
  crew.reading.delete(job)
  handOut(crew)
}

function admit(crew: Crew, child: Child): void {
  crew.children.add(child)
  crew.idle.push(child)
  void child.ended.then(() => replace(crew, child))
  handOut(crew)
}

async function replace(crew: Crew, gone: Child): Promise<void> {
  crew.children.delete(gone)
  crew.idle = crew.idle.filter((child) => child !== gone)
  if (crew.closed !== undefined) return
  crew.onLoss()
  try {
    const child = await crew.start()
    if (crew.closed === undefined) admit(crew, child)
    else child.kill()
  } catch (error) {
    crew.breakDown(messageOf(error))
  }
}

async function close(crew: Crew, reason: string): Promise<void> {
  crew.closed ??= reason
  for (const job of [...crew.waiting.splice(0), ...crew.reading]) job.reject(new ModelUnavailable(reason))
  const ending = [...crew.children]
  for (const child of ending) child.kill()
  await Promise.all(ending.map((child) => child.ended))
}

async function startAll({ start, size }: PoolParts): Promise<Child[]> {
  const started = await Promise.allSettled(Array.from({ length: size }, start))
  const children = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  if (!failed) return children
  for (const child of children) child.kill()
  throw failed.reason
}
