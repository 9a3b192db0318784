import { Problem } from '../../http/problems.js'

export const passwordLength = { min: 12, max: 128 } as const

// Of zxcvbn's 0 to 4: at 3 a thief of the database needs at least 10^8 guesses, each of which scrypt makes slow.
const leastScore = 3

type Check = (password: string, about: string[]) => { score: number }
let check: Check | undefined

// Its lists are 40,000 well-known passwords and take a while to read, so they are read when somebody chooses one.
async function loadCheck(): Promise<Check> {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core')
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common')
  const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  return (password, about) => zxcvbn.check(password, about)
}

/** What is wrong with a new password: too short, well known, easily guessed, or about its owner. */
export async function passwordFault(password: string, about: string[] = []): Promise<string | undefined> {
  const { min, max } = passwordLength
  if (password.length < min || password.length > max) return `must have ${min} to ${max} characters`
  check ??= await loadCheck()
  const words = [...about, 'stet', 'moderator', 'newsroom'].flatMap((text) => [text, ...text.split(/[@.]/)])
  if (check(password, words).score >= leastScore) return undefined
  return 'is well known or easily guessed: take several words that do not belong together'
}

/** @throws {Problem} 400 for one that is too weak, pointing at the field of the body that holds it */
export async function refuseWeakPassword(field: string, password: string, about?: string[]): Promise<void> {
  const detail = await passwordFault(password, about)
  if (detail === undefined) return
  throw new Problem(400, 'The password is too weak', {
    detail: `The password ${detail}.`,
    errors: [{ pointer: `/${field}`, detail }],
  })
}
