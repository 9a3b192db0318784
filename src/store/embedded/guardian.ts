import { type ChildProcess, spawn } from 'node:child_process'
import { asAccount } from './account.js'
import { program } from './binaries.js'
import { clusterOf, type Home } from './home.js'

/** A PostgreSQL server and the shell that watches over it; `exited` resolves when both have ended, however they did. */
export type Guardian = { pid: number; exited: Promise<void>; hasExited(): boolean; stop(): Promise<void> }

// The watcher reads a pipe that only Stet holds open: however Stet ends, SIGKILL included, the read returns and the
// server shuts down, so none ever outlives us. The shell ignores the signals of a whole group: while Stet still drains,
// its database must stay. It rotates the log itself because, unlike root, it cannot be led to another's file.
const script = `
trap '' HUP INT QUIT TERM
log=$1 sockets=$2
shift 2
mv -f "$log" "$log.1" 2>/dev/null
exec 3<&0 >"$log" 2>&1
"$@" -c "stet.guardian=$$" 3<&- &
server=$!
{ read -r _ <&3; kill -INT $server; } &
watcher=$!
wait $server
code=$?
kill -KILL $watcher 2>/dev/null
rm -rf "$sockets"
exit $code
`

// What is not said here is PostgreSQL's default; fsync above all stays on. On the command line, not in the data folder,
// so that they follow the version of Stet. Terse logs leave out the DETAIL lines, which quote whole rows.
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: 60,
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
}

// Fast shutdown writes a checkpoint; a server that takes longer than this is stuck, and recovery is safer than waiting.
const stopDeadlineMs = 30_000

/** Starts the server, listening only in the folder `sockets`, which it removes when it ends. */
export function startGuarded(home: Home, sockets: string): Guardian {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [program(home.binaries, 'postgres'), '-D', clusterOf(home.path), '-k', sockets, ...options]
  const child = spawn(
    '/bin/sh',
    ['-c', script, 'stet-guardian', `${home.path}/postgres.log`, sockets, ...server],
    {
      ...asAccount(home.account),
      // Its own session: Ctrl-C in the terminal is for Stet, which stops the server when it has drained.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  child.stdin.on('error', () => undefined) // the shell ended first; `exited` tells
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  // Neither the child nor its pipe is a reason for Stet to go on living.
  child.unref()
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref()
  const hasExited = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  return { pid: child.pid ?? 0, exited, hasExited, stop: () => stop(child, exited) }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.ref()
  child.stdin?.end()
  const stuck = setTimeout(() => killSession(child), stopDeadlineMs)
  await exited
  clearTimeout(stuck)
}

function killSession(child: ChildProcess): void {
  try {
    // The shell ignores it; to PostgreSQL it means: stop at once, recover at the next start.
    if (child.pid) process.kill(-child.pid, 'SIGQUIT')
  } catch {
    // It ended in this very moment.
  }
}
