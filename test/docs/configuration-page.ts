import { relative } from 'node:path'
import { type SettingName, settings } from '../../src/config.js'

// Where the value that a setting has here says nothing about another machine.
const defaultsInWords: Partial<Record<SettingName, string>> = {
  STET_INFERENCE_PROCESSES: 'one a core',
  STET_DATA_DIR: '`.stet`',
}

function defaultOf(name: SettingName): string {
  const inWords = defaultsInWords[name]
  if (inWords) return inWords
  const value = settings[name].schema.parse(undefined)
  if (value === undefined) return ''
  return `\`${typeof value === 'string' && value.startsWith('/') ? relative('.', value) : value}\``
}

const row = (name: SettingName) =>
  `| \`${name}\` | ${defaultOf(name)} | ${settings[name].describe}${settings[name].secret ? ' Secret.' : ''} |`

/** docs/configuration.md, made from the settings themselves. */
export function configurationPage(): string {
  const names = Object.keys(settings) as SettingName[]
  return `# Settings

Stet is set by environment variables, read once when it starts. A wrong value stops the start with one sentence that names
the setting; \`npm run -s stet -- config\` shows all of them as they are understood, secrets masked.

| setting | if unset | what it is |
| --- | --- | --- |
${names.map(row).join('\n')}

Every one of them can be given as a file instead: \`STET_SITE_KEY_FILE=/run/secrets/site-key\` reads the key from there. That is
the better way for what is secret. An empty variable counts as unset.

## Two ways to stand

**Without \`DATABASE_URL\` and \`REDIS_URL\`**, \`npm start\` runs a real PostgreSQL from npm in \`STET_DATA_DIR\`, on a socket that only
its account reaches, and keeps the queue in it too. The site key and the moderator token are made at the first start, shown
once, and stored as hashes. This is for trying Stet and for small sites.

**With both**, Stet stands on your PostgreSQL (13 or newer) and your Redis (6.2 or newer, \`maxmemory-policy noeviction\`), as
\`docker-compose.yml\` has it. \`STET_SITE_KEY\` and \`STET_MODERATOR_TOKEN\` must be set then.

## Who signs in at the desk

\`npm start\` shows a link with which the first admin comes in. Elsewhere \`stet user add NAME E-MAIL --role admin\` prints one; an
admin lets everybody else in, on the page or by \`stet user\`. A link sets the password, once, within three days. Whoever has lost
their password or second factor gets another (\`stet user link NAME\`): it sets a new password, takes the second factor away, and
ends all sessions of before. Passwords have 12 characters or more, and none that is well known or easily guessed.

Whoever is signed in stays so for \`STET_SESSION_HOURS\`, used or not. After ten tries in a row from one address, signing in is
stopped there for a minute; behind a proxy, set \`STET_TRUSTED_PROXIES\`, or everybody shares those tries. Set \`STET_URL\` to the
https address that people open: then cookies go over https alone.

With \`STET_OIDC_ISSUER\`, \`STET_OIDC_CLIENT_ID\` and \`STET_OIDC_CLIENT_SECRET\`, people also sign in at your OpenID provider. It lets
in nobody by itself: the first time, its \`email\` must be that of somebody an admin has let in, with \`email_verified\` true. A
second factor is the provider's matter then. [Who may do what](roles.md) is a page of its own.

## A key was lost, or must change

Set \`STET_SITE_KEY\` or \`STET_MODERATOR_TOKEN\` to a new one (\`openssl rand -hex 24\` makes one) and start Stet again: what is set
wins over what was made at the first start. \`STET_REPORT_SECRET\` likewise. Further site keys and tokens, which expire and are
rotated with a day's overlap, an admin makes on the page (\`/v1/keys\`, \`/v1/tokens\`).
`
}
