import { sql } from 'kysely'
import type { Executor } from './database.js'
import { announcingNews } from './notify.js'

// A stream says every few seconds that it is open; one of a process that was killed is gone after this.
const presentFor = sql`now() - interval '30 seconds'`

/** Says that this stream of this person's is open; others hear of a new one at once. */
export async function bePresent(db: Executor, stream: string, site: string, name: string): Promise<void> {
  await sql`
    with present as (
      insert into presence (stream, site, name) values (${stream}::uuid, ${site}, ${name})
      on conflict (stream) do update set seen_at = now() returning xmax = 0 as is_new)
    select ${announcingNews} from present where is_new`.execute(db)
}

export async function leaveDesk(db: Executor, stream: string): Promise<void> {
  await sql`
    with gone as (delete from presence where stream = ${stream}::uuid or seen_at < now() - interval '1 day' returning 1)
    select ${announcingNews} from gone limit 1`.execute(db)
}

/** Who has a stream open, by name. */
export async function presentNames(db: Executor, site: string): Promise<string[]> {
  const rows = await db
    .selectFrom('presence')
    .select('name')
    .distinct()
    .where('site', '=', site)
    .where('seen_at', '>', sql<Date>`${presentFor}`)
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}

export type Present = { name: string; seenAt: Date; comments: string[] }

/** Who has a stream open, when it was last seen, and the comments that each has leased. */
export async function whoIsPresent(db: Executor, site: string): Promise<Present[]> {
  const { rows } = await sql<Present>`
    select p.name, max(p.seen_at) as "seenAt", (
      select coalesce(array_agg(c.id order by c.uid), '{}') from lease l join comment c on c.uid = l.comment_uid
      where c.site = ${site} and l.moderator = p.name and l.expires_at > now()) as comments
    from presence p where p.site = ${site} and p.seen_at > ${presentFor}
    group by p.name order by p.name`.execute(db)
  return rows
}
