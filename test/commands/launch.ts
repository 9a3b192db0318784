import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { until } from '../helpers/until.js'

/** A command in a process group of its own, as a terminal runs it, and what it says. */
export type Launched = {
  child: ChildProcess
  /** Standard error, where Stet speaks to people. */
  said: () => string
  stdout: () => string
  /** Ctrl-C: to the whole group. */
  interrupt: () => void
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  /** Waits until it says this. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>
}

const running = new Set<Launched>()

const isOver = ({ child }: Launched) => child.exitCode !== null || child.signalCode !== null

export function launch(command: string[], env: Record<string, string> = {}, cwd = process.cwd()): Launched {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, STET_INFERENCE_PROCESSES: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const launched: Launched = {
    child,
    said: () => stderr,
    stdout: () => stdout,
    interrupt: () => {
      if (!isOver(launched)) process.kill(-(child.pid ?? 0), 'SIGINT')
    },
    // Not 'close': what it leaves behind may hold the pipes open, and is looked for by other means.
    ended: once(child, 'exit').then(
      ([code, signal]) => (code as number | null) ?? (signal as NodeJS.Signals),
    ),
    says: (pattern) =>
      until(`${command.join(' ')} says ${pattern}`, () => {
        const found = pattern.exec(stderr)
        if (!found && isOver(launched)) throw new Error(`it ended and had not said ${pattern}: ${stderr}`)
        return found ?? undefined
      }),
  }
  running.add(launched)
  return launched
}

/** Ends all that a test has left running, the databases on this folder too. */
export async function endAll(dataDir: string): Promise<void> {
  for (const one of running) {
    try {
      process.kill(-(one.child.pid ?? 0), 'SIGKILL')
    } catch {
      // Nothing of its group is left, as it should be.
    }
  }
  for (const one of running) {
    await one.ended
    await nothingLeft(one, dataDir)
  }
  running.clear()
}

/** The processes of its group, and those that work on its data (PostgreSQL has a group of its own); none should be left. */
export async function leftOf({ child }: Launched, dataDir: string): Promise<string[]> {
  const elsewhere = await readFile(`${dataDir}/postgres.location`, 'utf8').catch(() => '')
  const folders = [dataDir, elsewhere.trim()].filter((folder) => folder !== '')
  const left: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').join(' ')
    // "pid (name) state ppid pgrp …", where the name may hold spaces and brackets.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ours = Number(group) === child.pid || folders.some((folder) => command.includes(folder))
    if (stat !== '' && state !== 'Z' && ours) left.push(`${pid} ${command}`)
  }
  return left
}

export const nothingLeft = (launched: Launched, dataDir: string) =>
  until('no process is left', async () => (await leftOf(launched, dataDir)).length === 0)

/** Whether one can listen there. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
