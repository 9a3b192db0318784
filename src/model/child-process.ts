import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChildTask, FromChild, ToChild } from './protocol.js'

/** A started process that has loaded the model and reads one text at a time. */
export type Child = {
  /** The network's raw values; rejects when the process failed, died or was silent too long, and it is then dead. */
  score: (text: string) => Promise<number[]>
  kill: () => void
  /** Settles when the process has ended, whatever ended it. */
  ended: Promise<void>
  pid: number | undefined
}

export type ChildOptions = {
  script?: string
  /** Silence longer than this is a hang. A child speaks after each window of a text. */
  silenceMs?: number
}

// One window takes 30 ms with our model and about a second with the largest that fits; the rest is a loaded machine.
const defaultSilenceMs = 30_000
// Loading takes one second, or ten for a large model from a cold disk.
const loadMs = 60_000

/** Starts a process and waits until it has loaded the model; rejects with the reason why it could not. */
export async function startChild(task: ChildTask, options: ChildOptions = {}): Promise<Child> {
  const { script = childScript(), silenceMs = defaultSilenceMs } = options
  const child = fork(script, [], {
    // What the libraries print may hold parts of a comment: it goes nowhere.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // No flags of the parent (a debugger's port, a loader) and none of its secrets: this process reads hostile text.
    execArgv: [],
    env: {},
  })
  // An 'error' that nobody hears, such as a message sent into a closing pipe, would end this process.
  child.on('error', () => {})
  const ended = once(child, 'close').then(
    () => {},
    () => {},
  )
  const loaded = await exchange(child, { kind: 'load', task }, loadMs)
  if (loaded.kind === 'unloadable') {
    child.kill('SIGKILL')
    throw new Error(loaded.detail)
  }
  return {
    score: async (text) => {
      const answer = await exchange(child, { kind: 'score', text }, silenceMs)
      if (answer.kind === 'scored') return answer.raw
      child.kill('SIGKILL')
      throw new Error('the model failed on this text')
    },
    kill: () => child.kill('SIGKILL'),
    ended,
    pid: child.pid,
  }
}

/** Sends one message and waits for what answers it; a process that stays silent is killed, never waited for. */
function exchange(child: ChildProcess, message: ToChild, silenceMs: number): Promise<FromChild> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      settle()
      child.kill('SIGKILL')
      reject(new Error(why))
    }
    const silence = setTimeout(() => fail(`a model process was silent for ${silenceMs} ms`), silenceMs)
    const onMessage = (answer: FromChild) => {
      silence.refresh()
      if (answer.kind === 'progress') return
      settle()
      resolve(answer)
    }
    const onEnd = (code: number | null, signal: string | null) =>
      fail(`a model process ended (${signal ?? `exit code ${code}`})`)
    const onError = () => fail('a model process could not be started or reached')
    const settle = () => {
      clearTimeout(silence)
      child.off('message', onMessage).off('exit', onEnd).off('error', onError)
    }
    child.on('message', onMessage).on('exit', onEnd).on('error', onError)
    child.send(message, (error) => error && onError())
  })
}

// Node cannot run child.ts, and tests run this file from src/: they take the child of the build.
function childScript(): string {
  const built = import.meta.url.endsWith('.js') ? './child.js' : '../../dist/model/child.js'
  return fileURLToPath(new URL(built, import.meta.url))
}
