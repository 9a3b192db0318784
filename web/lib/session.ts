import { signal } from '@preact/signals'
import type { Me } from '../../src/desk/schemas/me.js'
import type { Role } from '../../src/domain/role.js'

/** Who is signed in: undefined until it is known, null for nobody. */
export const me = signal<Me | null | undefined>(undefined)
/** Empty while nobody is signed in. */
export const myName = () => me.value?.name ?? ''
/** The session has ended while the page was open; the dialog stands over it. */
export const expired = signal(false)
/** Why it is not known who is signed in: the server did not answer as it should. */
export const startFault = signal(false)

let waiting: (() => void)[] = []

/** Resolves when somebody has signed in again. */
export function awaitSignIn(): Promise<void> {
  // Before anybody was signed in, the sign-in page itself is shown.
  if (me.value) expired.value = true
  return new Promise((resolve) => waiting.push(resolve))
}

async function readMe(): Promise<Me | null> {
  const answer = await fetch('/v1/me', { headers: { accept: 'application/json' } })
  if (answer.status === 401) return null
  if (!answer.ok) throw new Error(`GET /v1/me: ${answer.status}`)
  return (await answer.json()) as Me
}

/** Asks who is signed in, and lets what waited for a sign-in go on. */
export async function refreshSession(): Promise<void> {
  const now = await readMe()
  const before = me.value
  // Another person's page must not go on with what the one before had in hand.
  if (now && before && now.name !== before.name) return location.reload()
  if (now === null && before) return
  me.value = now
  if (now === null) return
  expired.value = false
  const resume = waiting
  waiting = []
  for (const go of resume) go()
}

/** Asks who is signed in when the page begins; what stands in the way is in `startFault`. */
export function startSession(): void {
  startFault.value = false
  refreshSession().catch(() => {
    startFault.value = true
  })
}

/** Starts the page anew: nothing of who was signed in stays in its memory. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  location.assign('/')
}

const order: Role[] = ['viewer', 'moderator', 'chief', 'admin']

/** Whether who is signed in has at least this role. */
export const may = (role: Role) => order.indexOf(me.value?.role ?? 'viewer') >= order.indexOf(role)
