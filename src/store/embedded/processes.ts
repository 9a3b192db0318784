import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A living process: its parent's id and its command line, words separated by one space. */
export type ProcessInfo = { ppid: number; command: string }

/** What the system knows of a process; undefined when it does not live (a zombie does not). */
export function inspectProcess(pid: number): Promise<ProcessInfo | undefined> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

// Debian's slim images have no `ps`, so on Linux the kernel is asked.
async function fromProc(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const cmdline = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    // The second field is the name in parentheses, which may itself hold spaces and parentheses.
    const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return undefined
    return { ppid: Number(ppid), command: cmdline.split('\0').join(' ').trim() }
  } catch {
    return undefined
  }
}

async function fromPs(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'ppid=,state=,args=', '-p', String(pid)])
    const [, ppid, state = '', command = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/s.exec(stdout) ?? []
    return ppid === undefined || state.startsWith('Z')
      ? undefined
      : { ppid: Number(ppid), command: command.trim() }
  } catch {
    return undefined
  }
}
