import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins'
import { CamelCasePlugin } from 'kysely'
import type { Logger } from '../../logger.js'
import { authSecret } from '../../store/auth-secret.js'
import type { Database } from '../../store/database.js'
import { type OidcProvider, oidc } from './oidc.js'
import { passwordLength } from './passwords.js'
import { welcome } from './welcome.js'

export type SignInParts = {
  db: Database
  logger: Logger
  site: string
  /** The address under which people open the desk, where it is set. */
  publicUrl: string | undefined
  /** What signs sessions, where it is set. */
  secret: string | undefined
  sessionHours: number
  provider: OidcProvider | undefined
}

/** Set by us on every request, whatever the client sent: tries are counted by it. */
export const clientAddressHeader = 'x-stet-client'

const person = {
  modelName: 'person',
  additionalFields: {
    role: { type: 'string', required: true, input: false },
    disabledAt: { type: 'date', required: false, input: false },
  },
} as const satisfies BetterAuthOptions['user']

// Tries a minute from one address, after which it has to stay silent for a minute.
const tries = { window: 60, max: 10 }

const rateLimit = {
  enabled: true,
  storage: 'database',
  window: 60,
  max: 300,
  customRules: {
    '/sign-in/*': tries,
    '/welcome': tries,
    '/change-password': tries,
    '/two-factor/*': tries,
  },
} satisfies BetterAuthOptions['rateLimit']

/** Those who are disabled get no session, however they prove who they are. */
const refuseDisabled = (db: Database) => async (session: { userId: string }) => {
  const row = await db
    .selectFrom('person')
    .select('disabled_at')
    .where('id', '=', session.userId)
    .executeTakeFirst()
  if (row?.disabled_at)
    throw new APIError('FORBIDDEN', { message: 'This account is disabled. Ask an admin.' })
}

/** A provider says who somebody is; nothing is asked of it afterwards. */
const forgetTokens = async (account: Record<string, unknown>) => ({
  data: { ...account, accessToken: null, refreshToken: null, idToken: null },
})

const cookies = (publicUrl: string | undefined) =>
  ({
    cookiePrefix: 'stet',
    useSecureCookies: publicUrl?.startsWith('https:') ?? false,
    defaultCookieAttributes: { httpOnly: true, sameSite: 'strict' },
    // Whoever comes back from a provider comes from another site, and must still have it.
    cookies: { state: { attributes: { sameSite: 'lax' } } },
  }) satisfies BetterAuthOptions['advanced']

const optionsOf = ({ db, logger, site, publicUrl, sessionHours, provider }: SignInParts, secret: string) =>
  ({
    appName: 'Stet',
    secret,
    ...(publicUrl === undefined ? {} : { baseURL: publicUrl }),
    basePath: '/api/auth',
    // The tables are ours, and so are the names in them.
    database: { db: db.withPlugin(new CamelCasePlugin()), type: 'postgres' },
    user: person,
    // It ends at its hour, used or not: a stream that is open all day keeps none alive.
    session: {
      expiresIn: sessionHours * 3_600,
      disableSessionRefresh: true,
      fields: { userId: 'personId' },
    },
    account: { fields: { userId: 'personId' }, updateAccountOnSignIn: false },
    databaseHooks: {
      session: { create: { before: refuseDisabled(db) } },
      account: { create: { before: forgetTokens } },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    rateLimit,
    plugins: [
      welcome(db, site),
      oidc(provider),
      twoFactor({ issuer: 'Stet', schema: { twoFactor: { fields: { userId: 'personId' } } } }),
    ],
    advanced: {
      ...cookies(publicUrl),
      // Our own check of the origin (http/own-origin.ts) is the stricter one.
      disableCSRFCheck: true,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { validateSchema: false },
    },
    telemetry: { enabled: false },
    onAPIError: { throw: true, errorURL: '/sign-in' },
    // Its messages alone: what else it says may hold addresses. What fails is thrown; these are mostly what callers did.
    logger: {
      log: (level, message) => {
        if (level === 'error') logger.warn({ part: 'sign-in' }, message)
      },
    },
  }) satisfies BetterAuthOptions

const create = (parts: SignInParts, secret: string) => betterAuth(optionsOf(parts, secret))

export type Auth = ReturnType<typeof create>

/**
 * Signing in, by better-auth on our tables. It is opened when it is first asked for, because its secret may have to be read
 * from a database that is away when we start.
 */
export function openAuth(parts: SignInParts): () => Promise<Auth> {
  let auth: Auth | undefined
  return async () => {
    auth ??= create(parts, parts.secret ?? (await authSecret(parts.db)))
    return auth
  }
}
