import { readdir, readFile } from 'node:fs/promises'

/** The processes that this one (or another) started and that still run, by Linux's /proc: the model tells nobody their ids. */
export async function childPids(of = process.pid): Promise<number[]> {
  const names = await readdir('/proc')
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const parents = await Promise.all(pids.map(parentOf))
  return pids.filter((_, i) => parents[i] === of)
}

async function parentOf(pid: number): Promise<number | undefined> {
  try {
    // "pid (name) state ppid …", where the name may hold spaces and brackets.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It ended while we looked.
    return undefined
  }
}
