import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { languageSchema } from './domain/comment.js'
import { messageOf, UserError } from './domain/errors.js'

const shipped = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const whole = (min: number, max = Number.MAX_SAFE_INTEGER) => {
  const range = max === Number.MAX_SAFE_INTEGER ? `, ${min} or more` : ` from ${min} to ${max}`
  const error = `must be a whole number${range}`
  return z.coerce.number(error).int(error).min(min, error).max(max, error)
}
const port = whole(0, 65_535)
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const url = (...protocols: string[]) =>
  z.string().refine((value) => protocols.includes(URL.parse(value)?.protocol ?? ''), {
    error: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })
const isAddress = (text: string) => {
  const [address = '', bits = '0', ...more] = text.split('/')
  const most = { 4: 32, 6: 128 }[isIP(address)]
  return most !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0
}
const shareError = 'must be a share from 0.001 to 0.9'
// A header carries it after a space, so it can have none itself.
const token = z
  .string()
  .regex(/^[!-~]{24,}$/, 'must have at least 24 characters, all of them printable ASCII and none a space')
const setting = <S extends z.ZodType>(schema: S, describe: string, secret = false) => ({
  schema,
  describe,
  secret,
})

/** Every setting: its validator with its default, what it is for, and whether its value may be shown. */
export const settings = {
  DATABASE_URL: setting(
    url('postgres:', 'postgresql:').optional(),
    'PostgreSQL 13 or newer. Unset together with `REDIS_URL`: Stet runs a PostgreSQL of its own.',
    true,
  ),
  REDIS_URL: setting(url('redis:', 'rediss:').optional(), 'Redis 6.2 or newer, for the queue.', true),
  PORT: setting(port.default(8080), 'Where the API listens; 0 takes any free port.'),
  HOST: setting(z.string().min(1).default('127.0.0.1'), 'The address that the API listens on.'),
  STET_DATA_DIR: setting(
    z
      .string()
      .min(1)
      .default('.stet')
      .transform((path) => resolve(path)),
    'Where the embedded default keeps its data.',
  ),
  STET_SITE_KEY: setting(token.optional(), 'The key with which the site sends comments.', true),
  STET_MODERATOR_TOKEN: setting(token.optional(), "The token for the moderators' API.", true),
  STET_URL: setting(
    url('http:', 'https:')
      .transform((value) => new URL(value))
      .refine(({ origin, href }) => href === `${origin}/`, 'must have no path, user name or query in it')
      .transform(({ origin }) => origin)
      .optional(),
    'Where people open the desk, such as `https://stet.news.example`. Cookies are sent over https alone when it is one; set it behind a proxy.',
  ),
  STET_TRUSTED_PROXIES: setting(
    z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .refine(
        (all) => all.every(isAddress),
        'must be addresses or ranges, with commas between: 10.0.0.0/8, ::1',
      )
      .optional(),
    'The proxies before Stet, as addresses or ranges with commas between: whom they name in `X-Forwarded-For` is who has tried to sign in too often. Unset, all who come through one proxy share their tries.',
  ),
  STET_AUTH_SECRET: setting(
    token.optional(),
    'Signs sessions and encrypts second factors. Unset: one that is made and kept in the database. Another one ends all sessions and second factors.',
    true,
  ),
  STET_SESSION_HOURS: setting(
    whole(1, 720).default(12),
    'How long one stays signed in to the desk, used or not.',
  ),
  STET_OIDC_ISSUER: setting(
    url('http:', 'https:').optional(),
    'An OpenID provider at which people sign in, by the address that `/.well-known/openid-configuration` is under. Its redirect address is that of `STET_URL` and `/api/auth/callback/oidc`.',
  ),
  STET_OIDC_CLIENT_ID: setting(z.string().min(1).optional(), 'Who Stet is to that provider.'),
  STET_OIDC_CLIENT_SECRET: setting(z.string().min(1).optional(), 'The secret for it.', true),
  STET_OIDC_NAME: setting(
    z.string().min(1).max(40).default('single sign-on'),
    'What the desk calls the provider: “Sign in with …”.',
  ),
  STET_RULES: setting(
    z
      .string()
      .min(1)
      .default(shipped('rules/default.yaml'))
      .transform((path) => resolve(path)),
    'The rule file that is in force until another is applied (`stet rules apply`).',
  ),
  STET_MODEL: setting(
    z
      .string()
      .min(1)
      .default(shipped('models/toxicity'))
      .transform((path) => resolve(path)),
    'The folder of the toxicity model.',
  ),
  STET_NATURAL_SHARE: setting(
    z.coerce.number(shareError).min(0.001, shareError).max(0.9, shareError).optional(),
    "The share of your comments that are toxic, 0.08 for 8 %: scores are probabilities on it. Unset: the model's own, 8 % for ours.",
  ),
  STET_LANGUAGE: setting(
    languageSchema.optional(),
    'The language of your site, with its country (`en-GB`): that of comments which are sent without one. For `language.differs`, and for telephone numbers without a country.',
  ),
  STET_INFERENCE_PROCESSES: setting(
    whole(1, 256).default(availableParallelism()),
    'How many processes score comments; by default one a core.',
  ),
  STET_REPORT_URL: setting(
    url('http:', 'https:')
      // fetch refuses them, so that no report would ever arrive; and they would stand in the settings unmasked.
      .refine((value) => !URL.parse(value)?.username && !URL.parse(value)?.password, {
        error: 'must have no user name or password in it',
      })
      .optional(),
    'Where decisions are reported to. Unset: nothing is reported.',
  ),
  STET_REPORT_SECRET: setting(
    z
      .string()
      // The padding counts: the library that signs refuses base64 without it.
      .regex(
        /^whsec_([A-Za-z0-9+/]{4}){8,}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
        'must be whsec_ and at least 24 bytes in base64',
      )
      .optional(),
    'The secret that signs reports (Standard Webhooks).',
    true,
  ),
  STET_EDIT_WINDOW_MS: setting(
    whole(0).default(0),
    'How long after its first arrival a comment may be edited, in milliseconds; 0 is for ever.',
  ),
  STET_QUEUE_MAX: setting(
    whole(1).default(100_000),
    'Comments that may wait to be judged before new ones are answered with 503.',
  ),
  STET_INTAKE_PER_MINUTE: setting(
    whole(1).default(60_000),
    'Requests a minute that one site key may make before it is answered with 429.',
  ),
  STET_METRICS_PORT: setting(
    port.optional(),
    'A port of its own for `/healthz`, `/readyz` and `/metrics`; `stet work` listens on 9090 when it is unset.',
  ),
  LOG_LEVEL: setting(
    z.enum(levels, `must be one of ${levels.join(', ')}`).optional(),
    'How much is logged: `info`, or `warn` for `stet start`.',
  ),
} as const

type Settings = typeof settings
export type SettingName = keyof Settings
/** What the process runs by: the settings, checked once at the start and frozen. */
export type Config = Readonly<{ [Name in SettingName]: z.output<Settings[Name]['schema']> }> & {
  /** Started by an npm script, whose death npm does not pass on: we must look for it ourselves. */
  readonly launchedByNpm: boolean
}

const names = Object.keys(settings) as SettingName[]

function fromFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UserError(`${name}_FILE: the file could not be read: ${messageOf(error)}`)
  }
}

function rawValue(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (file && env[name]) throw new UserError(`Set either ${name} or ${name}_FILE, not both.`)
  // An empty variable is how compose files say "not set".
  return file ? fromFile(name, file) : env[name] || undefined
}

function settingValue(env: NodeJS.ProcessEnv, name: SettingName): unknown {
  const raw = rawValue(env, name)
  const parsed = settings[name].schema.safeParse(raw)
  if (parsed.success) return parsed.data
  // A secret's value must not reach the terminal, and neither must a URL's password.
  const shown = settings[name].secret || raw?.includes('@') ? '' : ` (it is "${raw}")`
  throw new UserError(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}${shown}.`)
}

function checkOidc(values: Config): void {
  if (!values.STET_OIDC_ISSUER) return
  for (const name of ['STET_OIDC_CLIENT_ID', 'STET_OIDC_CLIENT_SECRET', 'STET_URL'] as const)
    if (!values[name]) throw new UserError(`${name} must be set when STET_OIDC_ISSUER is set.`)
}

/** Reads and checks all settings. @throws {UserError} one sentence that names the setting which is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values = Object.fromEntries(names.map((name) => [name, settingValue(env, name)])) as Config
  const { DATABASE_URL, REDIS_URL, STET_REPORT_URL, STET_REPORT_SECRET } = values
  if (REDIS_URL && !DATABASE_URL) throw new UserError('DATABASE_URL must be set when REDIS_URL is set.')
  if (STET_REPORT_URL && !STET_REPORT_SECRET)
    throw new UserError('STET_REPORT_SECRET must be set when STET_REPORT_URL is set.')
  checkOidc(values)
  if (values.STET_SITE_KEY !== undefined && values.STET_SITE_KEY === values.STET_MODERATOR_TOKEN)
    throw new UserError('STET_MODERATOR_TOKEN must not be the same as STET_SITE_KEY.')
  return Object.freeze({ ...values, launchedByNpm: env.npm_lifecycle_event !== undefined })
}

/** The settings as text, a line each, secrets masked. */
export function maskedConfig(config: Config): string {
  const line = (name: SettingName) => {
    const value = config[name]
    return `${name}=${value === undefined ? '' : settings[name].secret ? '********' : value}`
  }
  return names.map(line).join('\n')
}
