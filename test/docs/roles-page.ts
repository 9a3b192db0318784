import { roles } from '../../src/domain/role.js'
import type { Access } from '../../src/http/access.js'

type Operation = { summary?: string; 'x-access'?: Access }
export type Described = { paths: Record<string, Record<string, Operation>> }
type Row = { does: string; call: string; access: Access }

function rowsOf({ paths }: Described): Row[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { summary, 'x-access': access = 'open' }]) => {
      if (summary === undefined) throw new Error(`${method} ${path} does not say what it does`)
      return { does: summary, call: `\`${method.toUpperCase()} ${path}\``, access }
    }),
  )
}

const columns = ['anyone', 'site', ...roles] as const

function marks({ access }: Row): string {
  const may = (column: (typeof columns)[number]) => {
    if (access === 'open') return true
    if (access === 'site' || column === 'site' || column === 'anyone') return access === column
    return roles.indexOf(column) >= roles.indexOf(access)
  }
  return columns.map((column) => (may(column) ? 'yes' : '')).join(' | ')
}

const order: Access[] = ['viewer', 'moderator', 'chief', 'admin', 'site', 'open']

/** docs/roles.md, made from what the routes ask for. */
export function rolesPage(document: Described): string {
  const rows = rowsOf(document)
  const sorted = order.flatMap((access) => rows.filter((row) => row.access === access))
  return `# Who may do what

At the desk there are four roles; each may do what those before it may.

- A **viewer** reads all that the desk shows, and changes nothing but their own settings.
- A **moderator** decides on comments, undoes what they decided themselves, and leaves notes.
- A **chief** also sets how articles are moderated, decides over and undoes what others decided, reads the audit, and tries rules.
- An **admin** also says who may sign in, and makes keys, tokens and endpoints.

People have the role that an admin gives them (\`stet user add\`, or the desk's own page). A token has the role it was made with; the
token of \`STET_MODERATOR_TOKEN\` is a chief's. A site key is for the site's own calls alone, and no role opens those. What is not in
this table is not there for anybody, and a test asks every call with every kind of key, token and session.

| what | call | ${columns.join(' | ')} |
| --- | --- |${columns.map(() => ' --- |').join('')}
${sorted.map((row) => `| ${row.does} | ${row.call} | ${marks(row)} |`).join('\n')}
`
}
