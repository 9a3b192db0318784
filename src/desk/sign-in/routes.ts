import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { requireOwnOrigin } from '../../http/own-origin.js'
import { Problem } from '../../http/problems.js'
import type { Server } from '../../http/server.js'
import { type Auth, clientAddressHeader } from './auth.js'
import { providerId } from './oidc.js'
import { refuseWeakPassword } from './passwords.js'
import {
  changePasswordSchema,
  codeSchema,
  elsewhereSchema,
  noneSchema,
  passwordSchema,
  secondFactorSchema,
  signedInSchema,
  signInSchema,
  spareCodesSchema,
  waysSchema,
  welcomeSchema,
} from './schemas.js'

type Ask = () => Promise<Auth>

type Call = {
  path: string
  summary: string
  body: z.ZodType
  answer: z.ZodType
  problems?: number[]
  /** The field that holds a new password. */
  newPassword?: string
}

/** Every call of better-auth that there is from outside; the rest of it is not reachable. */
const calls: Call[] = [
  { path: 'sign-in/email', summary: 'Sign in', body: signInSchema, answer: signedInSchema },
  { path: 'sign-out', summary: 'Sign out', body: noneSchema, answer: noneSchema },
  {
    path: 'revoke-sessions',
    summary: 'Sign out everywhere',
    body: noneSchema,
    answer: noneSchema,
  },
  {
    path: 'welcome',
    summary: 'Use a one-time link: set a password and sign in',
    body: welcomeSchema,
    answer: noneSchema,
    newPassword: 'password',
    problems: [410],
  },
  {
    path: 'change-password',
    summary: 'Change one’s own password; all other sessions end',
    body: changePasswordSchema,
    answer: noneSchema,
    newPassword: 'newPassword',
  },
  {
    path: 'two-factor/enable',
    summary: 'Ask for a second factor; it counts once a code of it was verified',
    body: passwordSchema,
    answer: secondFactorSchema,
  },
  {
    path: 'two-factor/verify-totp',
    summary: 'Give the code of the second factor',
    body: codeSchema,
    answer: noneSchema,
  },
  {
    path: 'two-factor/verify-backup-code',
    summary: 'Give one of the spare codes in its place',
    body: codeSchema,
    answer: noneSchema,
  },
  {
    path: 'two-factor/generate-backup-codes',
    summary: 'Make new spare codes',
    body: passwordSchema,
    answer: spareCodesSchema,
  },
  {
    path: 'two-factor/disable',
    summary: 'Do without a second factor',
    body: passwordSchema,
    answer: noneSchema,
  },
]

function toRequest(request: FastifyRequest, publicUrl: string | undefined, sent = request.body): Request {
  const headers = new Headers({ [clientAddressHeader]: request.ip, 'content-type': 'application/json' })
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  const origin = publicUrl ?? `${request.protocol}://${request.host}`
  const body = request.method === 'POST' ? { body: JSON.stringify(sent ?? {}) } : {}
  return new Request(new URL(request.url, origin), { method: request.method, headers, ...body })
}

/** What was refused, in our own form. @throws {Problem} */
async function refuse(answer: Response): Promise<never> {
  const { message } = (await answer.json().catch(() => ({}))) as { message?: string }
  const retryAfter = answer.headers.get('x-retry-after')
  throw new Problem(answer.status, answer.status === 429 ? 'Too many requests' : 'This was refused', {
    ...(message === undefined ? {} : { detail: message }),
    ...(retryAfter === null ? {} : { retryAfterSeconds: Number(retryAfter) }),
  })
}

/** Passes a call on to better-auth, and what it says back: its cookies, and of its body what the call's schema names. */
async function passOn(
  auth: Auth,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
  sent = request.body,
) {
  const answer = await auth.handler(toRequest(request, publicUrl, sent))
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  if (answer.status >= 400) await refuse(answer)
  reply.header('cache-control', 'no-store')
  return reply.send((await answer.json()) ?? {})
}

/** What the page offers beside e-mail and password. */
function addWays(app: Server, oidcName: string | undefined): void {
  const response = { 200: waysSchema }
  const schema = { tags: ['sign-in'], summary: 'The ways to sign in', response }
  app.get('/api/auth/ways', { config: { access: 'open' }, schema }, async () => ({
    oidc: oidcName ? { name: oidcName } : null,
  }))
}

/** Where a provider sends people back to. What is wrong is said on the page, for nobody else reads it. */
function addCallback(app: Server, auth: Ask, publicUrl: string | undefined): void {
  const schema = { hide: true }
  app.get(
    `/api/auth/callback/${providerId}`,
    { config: { access: 'open' }, schema },
    async (request, reply) => {
      const answer = await (await auth()).handler(toRequest(request, publicUrl))
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.redirect(answer.headers.get('location') ?? '/sign-in?error=refused')
    },
  )
}

/** Begins at the provider; the page goes where the answer says. */
function addOidcSignIn(app: Server, auth: Ask, publicUrl: string | undefined): void {
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

/** What has to do with signing in. */
export function addSignIn(
  app: Server,
  auth: Ask,
  publicUrl: string | undefined,
  oidcName: string | undefined,
): void {
  addWays(app, oidcName)
  addOidcSignIn(app, auth, publicUrl)
  addCallback(app, auth, publicUrl)

  for (const { path, summary, body, answer, newPassword, problems } of calls) {
    const schema = {
      tags: ['sign-in'],
      summary,
      body,
      response: { 200: answer },
      'x-problems': [401, 403, ...(problems ?? []), 429],
    }
    app.post(
      `/api/auth/${path}`,
      {
        config: { access: 'open' },
        schema,
        onRequest: async (request) => requireOwnOrigin(request, publicUrl),
      },
      async (request, reply) => {
        const fields = request.body as Record<string, unknown>
        if (newPassword !== undefined) await refuseWeakPassword(newPassword, String(fields[newPassword]))
        return passOn(await auth(), request, reply, publicUrl)
      },
    )
  }
}
