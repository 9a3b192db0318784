import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from '../helpers/until.js'

/** A command of Stet as a process of its own, to be killed and started again as often as one likes. */
export type Service = {
  start: () => void
  /** SIGKILL, to it and to what it started in its group. */
  kill: () => Promise<void>
  /** SIGTERM, as a deploy does it. Answers the exit code. */
  stop: () => Promise<number | null>
  /** What it said on standard error so far, all its lives together. */
  errors: () => string
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** Describes a service; nothing runs before `start`. `root` is the folder with dist/. */
export function describeService(root: string, args: string[], env: Record<string, string>): Service {
  let child: ChildProcess | undefined
  let errors = ''
  const killGroup = () => {
    try {
      if (child?.pid && !hasEnded(child)) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It ended in this very moment.
    }
  }
  process.once('exit', killGroup)
  return {
    start: () => {
      child = spawn(process.execPath, ['dist/main.js', ...args], {
        cwd: root,
        // As if npm had launched it: it stops by itself when whoever drives it dies.
        env: { PATH: process.env.PATH ?? '', npm_lifecycle_event: 'chaos', ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      })
      child.stderr?.on('data', (chunk: Buffer) => {
        errors += chunk.toString()
      })
    },
    kill: async () => {
      if (!child || hasEnded(child)) throw new Error(`stet ${args[0]} had ended by itself: ${errors}`)
      const ended = once(child, 'exit')
      killGroup()
      await ended
    },
    stop: async () => {
      if (!child || hasEnded(child)) throw new Error(`stet ${args[0]} had ended by itself: ${errors}`)
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      return code
    },
    errors: () => errors,
  }
}

export async function ready(url: string): Promise<void> {
  await until(`${url} is ready`, async () => {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    await answer?.body?.cancel()
    return answer?.ok
  })
}
