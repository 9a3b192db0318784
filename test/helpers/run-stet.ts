import { execFile } from 'node:child_process'

export type Ended = { code: number; out: string; err: string }

/** Runs the built command line on a database until it ends, with nothing else of our environment than PATH. */
export function runStet(databaseUrl: string, ...args: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl }
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/main.js', ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}
