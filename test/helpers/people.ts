import type { Item } from '../../src/desk/schemas/item.js'
import type { Decision } from '../../src/domain/decision.js'
import type { Verdict } from '../../src/domain/verdict.js'
import type { SeenProblem } from './comments.js'
import { type Desk, deskAs } from './desk-as.js'
import type { TestStet } from './stet.js'

export type Decided = Decision & { silentForMs: number }
export type Refused = SeenProblem & { decision?: Decision; revision?: number }

/** One who works at the desk, and what is done there most. */
export function personAt(desk: Desk) {
  return {
    ...desk,
    item: async (id: string) => (await desk.call<Item>('GET', `/v1/queue/items/${id}`)).body,
    claim: async (body: Record<string, unknown> = {}) =>
      (await desk.call<{ items: Item[] }>('POST', '/v1/queue/claim', body)).body.items.map(({ id }) => id),
    decide: (id: string, verdict: Verdict, more: Record<string, unknown> = {}) =>
      desk.call<Decided & Refused>('POST', `/v1/comments/${id}/decisions`, {
        verdict,
        onRevision: 1,
        ...more,
      }),
    undo: (decision: string) => desk.call<Decided & Refused>('POST', `/v1/decisions/${decision}/undo`),
  }
}

export type Person = ReturnType<typeof personAt>

/** Two moderators, a chief and a viewer, who stop with `stop`. */
export async function peopleAt(stet: TestStet, undoMs?: number) {
  const [ann, bob, chief, viewer] = await Promise.all([
    deskAs(stet, 'moderator', 'ann', undoMs),
    deskAs(stet, 'moderator', 'bob', undoMs),
    deskAs(stet, 'chief', 'cleo', undoMs),
    deskAs(stet, 'viewer', 'vic', undoMs),
  ])
  const stop = async () => {
    for (const one of [ann, bob, chief, viewer]) await one.stop()
  }
  return { ann: personAt(ann), bob: personAt(bob), chief: personAt(chief), viewer: personAt(viewer), stop }
}

export type People = Awaited<ReturnType<typeof peopleAt>>
