import { z } from 'zod'
import type { Config } from '../config.js'
import { type Context, site } from '../context.js'
import { emailSchema, nameSchema } from '../desk/schemas/people.js'
import { applyChange } from '../desk/sign-in/change-person.js'
import { invite, inviteAgain } from '../desk/sign-in/invite.js'
import { UserError } from '../domain/errors.js'
import { roles } from '../domain/role.js'
import { listPeople } from '../store/people.js'
import { readArgs } from './args.js'
import { besideStet } from './beside.js'
import { textTable } from './text-table.js'

const usage = `Use: stet user add NAME E-MAIL [--role viewer|moderator|chief|admin]
     stet user list
     stet user link NAME
     stet user disable NAME
     stet user enable NAME`

const doer = { site, actor: 'command-line', via: 'stet user' }
const say = (line: string) => process.stderr.write(`${line}\n`)

function read<T>(what: string, schema: z.ZodType<T>, text: string | undefined): T {
  if (text === undefined) throw new UserError(usage)
  const parsed = schema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new UserError(`${what} ${parsed.error.issues[0]?.message ?? 'is wrong'}.`)
}

const urlOf = ({ STET_URL, PORT }: Config) => STET_URL ?? `http://127.0.0.1:${PORT}`
const nobody = (name: string) => new UserError(`There is no ${name}: stet user list shows who there is.`)

function showLink(link: string): void {
  say('Within three days, and once, this link sets the password:')
  process.stdout.write(`${link}\n`)
}

async function add({ config, db }: Context, name: string, email: string, role: string): Promise<void> {
  const person = {
    name: read('NAME', nameSchema, name),
    email: read('E-MAIL', emailSchema, email),
    role: read('--role', z.enum(roles, `must be one of ${roles.join(', ')}`), role),
  }
  const made = await invite(db, doer, person, urlOf(config))
  if (!made) throw new UserError('The name or the address is taken: stet user list shows who there is.')
  showLink(made.link)
}

async function list({ db }: Context): Promise<void> {
  const rows = (await listPeople(db)).map((person) => [
    person.name,
    person.email,
    person.role,
    person.disabled_at ? 'disabled' : person.can_sign_in ? '' : 'invited',
  ])
  for (const line of textTable([['name', 'e-mail', 'role', ''], ...rows])) process.stdout.write(`${line}\n`)
}

async function link({ config, db }: Context, name: string): Promise<void> {
  const made = await inviteAgain(db, doer, name, urlOf(config))
  if (made === undefined) throw nobody(name)
  showLink(made)
}

async function disable({ db }: Context, name: string, disabled: boolean): Promise<void> {
  const outcome = await applyChange(db, doer, name, { disabled })
  if (outcome === 'unknown') throw nobody(name)
  if (outcome === 'last') throw new UserError(`${name} is the last admin: make somebody else one before.`)
  say(disabled ? `${name} is signed out and cannot sign in.` : `${name} can sign in again.`)
}

/** `stet user add|list|link|disable|enable`: who may sign in to the desk. */
export async function user(config: Config, [action, ...args]: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { role: { type: 'string', default: 'moderator' } }, 2, usage)
  const [name = '', email = ''] = positionals
  const needed = { add: 2, list: 0, link: 1, disable: 1, enable: 1 }[action ?? '']
  if (needed !== positionals.length) throw new UserError(usage)
  await besideStet(config, (context) => {
    if (action === 'add') return add(context, name, email, values.role)
    if (action === 'list') return list(context)
    if (action === 'link') return link(context, name)
    return disable(context, name, action === 'disable')
  })
  return 0
}
