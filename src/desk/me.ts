import { deskPrincipal } from '../http/access.js'
import type { Server } from '../http/server.js'
import { readSettings, writeSettings } from '../store/desk-settings.js'
import type { DeskParts } from './parts.js'
import { meSchema, mySettingsSchema } from './schemas/me.js'

const config = { access: 'viewer' } as const
const tags = ['desk']

/** `/v1/me`: who is signed in, and what they wish of the page. */
export function addMe(app: Server, { db }: DeskParts): void {
  const who = { tags, summary: 'Who one is here', response: { 200: meSchema } }
  app.get('/v1/me', { config, schema: who }, async (request) => {
    const { name, role, via, person } = deskPrincipal(request)
    return { name, role, via, email: person?.email ?? null, twoFactor: person?.twoFactor ?? false }
  })
  const read = { tags, summary: 'One’s own settings of the page', response: { 200: mySettingsSchema } }
  app.get('/v1/me/settings', { config, schema: read }, async (request) =>
    mySettingsSchema.parse((await readSettings(db, deskPrincipal(request).name)) ?? {}),
  )
  const write = {
    tags,
    summary: 'Change one’s own settings of the page',
    description: 'All of them at once; what is left out is as usual again.',
    body: mySettingsSchema.meta({ examples: [{ masked: true, theme: 'dark', keys: { publish: 'p' } }] }),
    response: { 200: mySettingsSchema },
  }
  app.put('/v1/me/settings', { config, schema: write }, async (request) => {
    await writeSettings(db, deskPrincipal(request).name, request.body)
    return request.body
  })
}
