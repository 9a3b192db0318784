import { z } from 'zod'
import { ruleWatchSchema } from '../domain/rule-watch.js'
import type { Server } from '../http/server.js'
import { readVersion } from '../store/rule-versions.js'
import { readWatch } from '../store/rule-watch.js'
import type { DeskParts } from './parts.js'

/** `GET /v1/rules`: each rule of the set in force as the guards last saw it; nothing as long as no worker has looked. */
export function addRules(app: Server, { db }: DeskParts): void {
  const answer = z.object({
    /** The set that was looked at, and when; null before any worker has. */
    version: z.string().nullable(),
    hash: z.string().nullable(),
    checkedAt: z.iso.datetime().nullable(),
    items: z.array(ruleWatchSchema),
  })
  const schema = { tags: ['desk'], summary: 'How the rules in force do', response: { 200: answer } }
  app.get('/v1/rules', { config: { access: 'viewer' }, schema }, async () => {
    const watch = await readWatch(db)
    if (!watch) return { version: null, hash: null, checkedAt: null, items: [] }
    const version = await readVersion(db, watch.versionId)
    return {
      version: watch.versionId,
      hash: version?.hash ?? null,
      checkedAt: watch.at.toISOString(),
      items: watch.rules,
    }
  })
}
