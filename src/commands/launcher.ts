import { inspectProcess } from '../store/embedded/processes.js'

const checkMs = 500
const shell = /^(\S*\/)?(da|ba|z|a|k)?sh -c /

/**
 * Calls `onGone` once when whoever launched us is gone. npm runs a script through `sh -c`, which stays between and does
 * not mind npm's death: where our parent is such a shell, its parent is looked at too. Answers how to stop looking.
 */
export function watchLauncher(onGone: () => void): () => void {
  const parent = process.ppid
  let timer: NodeJS.Timeout
  let over = false
  const look = async (grandparent: number | undefined) => {
    if (over) return
    const gone =
      process.ppid !== parent ||
      (grandparent !== undefined && (await inspectProcess(parent))?.ppid !== grandparent)
    if (over) return
    if (gone) return onGone()
    timer = setTimeout(look, checkMs, grandparent).unref()
  }
  void inspectProcess(parent).then((found) =>
    look(found && shell.test(found.command) ? found.ppid : undefined),
  )
  return () => {
    over = true
    clearTimeout(timer)
  }
}
