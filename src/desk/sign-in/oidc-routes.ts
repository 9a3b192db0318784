import type { FastifyRequest } from 'fastify'
import { requireOwnOrigin } from '../../http/own-origin.js'
import { Problem } from '../../http/problems.js'
import type { Server } from '../../http/server.js'
import type { Auth } from './auth.js'
import { providerId } from './oidc.js'
import { passOn, toRequest } from './pass-on.js'
import { elsewhereSchema, noneSchema, waysSchema } from './schemas.js'

/** What the page offers beside e-mail and password. */
function addWays(app: Server, oidcName: string | undefined): void {
  const response = { 200: waysSchema }
  const schema = { tags: ['sign-in'], summary: 'The ways to sign in', response }
  app.get('/api/auth/ways', { config: { access: 'open' }, schema }, async () => ({
    oidc: oidcName ? { name: oidcName } : null,
  }))
}

/** Where a provider sends people back to. What is wrong is said on the page, for nobody else reads it. */
function addCallback(
  app: Server,
  auth: () => Promise<Auth>,
  publicUrl: string | undefined,
  isThere: boolean,
): void {
  const schema = { hide: true }
  app.get(
    `/api/auth/callback/${providerId}`,
    { config: { access: 'open' }, schema },
    async (request, reply) => {
      if (!isThere) return reply.callNotFound()
      const answer = await (await auth()).handler(toRequest(request, publicUrl))
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.redirect(answer.headers.get('location') ?? '/sign-in?error=refused')
    },
  )
}

/** Begins at the provider; the page goes where the answer says. */
function addBegin(
  app: Server,
  auth: () => Promise<Auth>,
  publicUrl: string | undefined,
  isThere: boolean,
): void {
  const schema = {
    tags: ['sign-in'],
    summary: 'Sign in at the OpenID provider of the settings',
    body: noneSchema,
    response: { 200: elsewhereSchema },
    'x-problems': [403, 404, 429],
  }
  const onRequest = async (request: FastifyRequest) => requireOwnOrigin(request, publicUrl)
  app.post(
    '/api/auth/sign-in/social',
    { config: { access: 'open' }, schema, onRequest },
    async (request, reply) => {
      if (!isThere) throw new Problem(404, 'There is no OpenID provider here')
      const begin = {
        provider: providerId,
        callbackURL: '/',
        errorCallbackURL: '/sign-in',
        disableRedirect: true,
      }
      return passOn(await auth(), request, reply, publicUrl, begin)
    },
  )
}

/** Signing in at the OpenID provider of the settings, which the page calls by its name; undefined where there is none. */
export function addOidc(
  app: Server,
  auth: () => Promise<Auth>,
  publicUrl: string | undefined,
  name: string | undefined,
): void {
  addWays(app, name)
  addBegin(app, auth, publicUrl, name !== undefined)
  addCallback(app, auth, publicUrl, name !== undefined)
}
