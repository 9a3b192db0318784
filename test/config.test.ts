import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, it } from 'vitest'
import { maskedConfig, readConfig, settings } from '../src/config.js'
import { UserError } from '../src/domain/errors.js'

const folder = mkdtempSync(join(tmpdir(), 'stet-test-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
function file(content: string): string {
  const path = join(folder, `${Math.random()}`)
  writeFileSync(path, content)
  return path
}

const key = 'a-site-key-of-many-characters'
const token = 'a-moderator-token-of-many-characters'
const secret = `whsec_${Buffer.alloc(24, 'k').toString('base64')}`

function messageFor(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(UserError)
    return (error as UserError).message
  }
  throw new Error('it was taken')
}

const oidc = {
  STET_URL: 'https://desk.example',
  STET_OIDC_ISSUER: 'https://id.example',
  STET_OIDC_CLIENT_ID: 'stet',
  STET_OIDC_CLIENT_SECRET: 'secret',
}

describe('the settings', () => {
  it('need none of them: then everything is the default, frozen', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ PORT: 8080, HOST: '127.0.0.1', STET_EDIT_WINDOW_MS: 0 })
    expect(config.DATABASE_URL).toBeUndefined()
    expect(config.STET_RULES).toMatch(/^\/.*rules\/default\.yaml$/)
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('take an empty variable for one that is not set, as compose files say it', () => {
    const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']))
    expect(readConfig(empty)).toEqual(readConfig({}))
  })

  const wrong: [string, string, string][] = [
    ['PORT', 'web', 'PORT must be a whole number from 0 to 65535 (it is "web").'],
    ['PORT', '80.5', 'PORT must be a whole number from 0 to 65535 (it is "80.5").'],
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535 (it is "65536").'],
    ['STET_METRICS_PORT', '-1', 'STET_METRICS_PORT must be a whole number from 0 to 65535 (it is "-1").'],
    ['STET_QUEUE_MAX', '0', 'STET_QUEUE_MAX must be a whole number, 1 or more (it is "0").'],
    [
      'STET_INTAKE_PER_MINUTE',
      'lots',
      'STET_INTAKE_PER_MINUTE must be a whole number, 1 or more (it is "lots").',
    ],
    ['STET_EDIT_WINDOW_MS', '5m', 'STET_EDIT_WINDOW_MS must be a whole number, 0 or more (it is "5m").'],
    [
      'STET_INFERENCE_PROCESSES',
      '257',
      'STET_INFERENCE_PROCESSES must be a whole number from 1 to 256 (it is "257").',
    ],
    [
      'STET_URL',
      'https://desk.example/stet',
      'STET_URL must have no path, user name or query in it (it is "https://desk.example/stet").',
    ],
    [
      'STET_URL',
      'desk.example',
      'STET_URL must be a URL that begins with http:// or https:// (it is "desk.example").',
    ],
    ['STET_SESSION_HOURS', '0', 'STET_SESSION_HOURS must be a whole number from 1 to 720 (it is "0").'],
    ...['10.0.0.0/33', 'proxy', '10.0.0.1;10.0.0.2', '::1/129', '10.0.0.0/8/8'].map(
      (value): [string, string, string] => [
        'STET_TRUSTED_PROXIES',
        value,
        `STET_TRUSTED_PROXIES must be addresses or ranges, with commas between: 10.0.0.0/8, ::1 (it is "${value}").`,
      ],
    ),
    ['STET_LANGUAGE', 'en GB', 'STET_LANGUAGE must be a language tag such as en or pt-BR (it is "en GB").'],
    ['STET_NATURAL_SHARE', '8', 'STET_NATURAL_SHARE must be a share from 0.001 to 0.9 (it is "8").'],
    [
      'LOG_LEVEL',
      'loud',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent (it is "loud").',
    ],
    [
      'DATABASE_URL',
      'mysql://u:hunter2@h/d',
      'DATABASE_URL must be a URL that begins with postgres:// or postgresql://.',
    ],
    ['REDIS_URL', 'hunter2', 'REDIS_URL must be a URL that begins with redis:// or rediss://.'],
    [
      'STET_REPORT_URL',
      'ftp://x',
      'STET_REPORT_URL must be a URL that begins with http:// or https:// (it is "ftp://x").',
    ],
    ['STET_REPORT_URL', 'https://u:hunter2@h/', 'STET_REPORT_URL must have no user name or password in it.'],
    [
      'STET_SITE_KEY',
      'hunter2',
      'STET_SITE_KEY must have at least 24 characters, all of them printable ASCII and none a space.',
    ],
    [
      'STET_MODERATOR_TOKEN',
      `hunter2 ${token}`,
      'STET_MODERATOR_TOKEN must have at least 24 characters, all of them printable ASCII and none a space.',
    ],
    ['STET_REPORT_SECRET', 'hunter2', 'STET_REPORT_SECRET must be whsec_ and at least 24 bytes in base64.'],
    [
      'STET_REPORT_SECRET',
      `whsec_${'hunter2'.repeat(7)}`,
      'STET_REPORT_SECRET must be whsec_ and at least 24 bytes in base64.',
    ],
  ]
  it.each(wrong)('stop the start with one sentence: %s=%s', (name, value, sentence) => {
    expect(messageFor({ [name]: value })).toBe(sentence)
    expect(sentence).not.toContain('hunter2')
    expect(messageFor({ [`${name}_FILE`]: file(value) })).toBe(sentence)
  })

  const together: [NodeJS.ProcessEnv, string][] = [
    ...['STET_OIDC_CLIENT_ID', 'STET_OIDC_CLIENT_SECRET', 'STET_URL'].map(
      (missing): [Record<string, string>, string] => [
        { ...oidc, [missing]: '' },
        `${missing} must be set when STET_OIDC_ISSUER is set.`,
      ],
    ),
    [{ REDIS_URL: 'redis://h' }, 'DATABASE_URL must be set when REDIS_URL is set.'],
    [{ STET_REPORT_URL: 'https://h' }, 'STET_REPORT_SECRET must be set when STET_REPORT_URL is set.'],
    [
      { STET_SITE_KEY: key, STET_MODERATOR_TOKEN: key },
      'STET_MODERATOR_TOKEN must not be the same as STET_SITE_KEY.',
    ],
    [
      { STET_SITE_KEY: key, STET_SITE_KEY_FILE: 'x' },
      'Set either STET_SITE_KEY or STET_SITE_KEY_FILE, not both.',
    ],
  ]
  it.each(together)('must fit together: %j', (env, sentence) => {
    expect(messageFor(env)).toBe(sentence)
  })

  it('name the file that cannot be read', () => {
    expect(messageFor({ STET_SITE_KEY_FILE: '/nowhere/key' })).toMatch(
      /^STET_SITE_KEY_FILE: .*\/nowhere\/key/,
    )
  })

  it('read every one of them from a file, its line end left out', () => {
    const config = readConfig({
      STET_SITE_KEY_FILE: file(`${key}\n`),
      PORT_FILE: file('9000\r\n'),
      STET_MODERATOR_TOKEN: token,
    })
    expect(config).toMatchObject({ STET_SITE_KEY: key, PORT: 9_000, STET_MODERATOR_TOKEN: token })
  })

  it('refuse an empty file: nobody leaves a key out that way', () => {
    expect(messageFor({ STET_SITE_KEY_FILE: file('\n') })).toMatch(/^STET_SITE_KEY must have/)
  })

  it.each([24, 25, 26, 32, 64])('take a secret of %i bytes, which then signs', (bytes) => {
    const long = `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
    expect(readConfig({ STET_REPORT_SECRET: long }).STET_REPORT_SECRET).toBe(long)
    expect(new Webhook(long).sign('msg_1', new Date(), '{}')).toMatch(/^v1,/)
  })

  it('are shown with every secret masked', () => {
    const env = {
      DATABASE_URL: 'postgres://u:hunter2@h/d',
      REDIS_URL: 'redis://:hunter2@h',
      STET_SITE_KEY: key,
      STET_MODERATOR_TOKEN: token,
      STET_REPORT_URL: 'https://site.example/reports',
      STET_REPORT_SECRET: secret,
    }
    const shown = maskedConfig(readConfig(env))
    for (const hidden of ['hunter2', key, token, secret]) expect(shown).not.toContain(hidden)
    expect(shown).toContain('STET_SITE_KEY=********')
    expect(shown).toContain('STET_REPORT_URL=https://site.example/reports')
    expect(shown).toContain('PORT=8080')
    expect(maskedConfig(readConfig({}))).toMatch(/^STET_SITE_KEY=$/m)
    expect(shown.split('\n')).toHaveLength(Object.keys(settings).length)
  })
})
