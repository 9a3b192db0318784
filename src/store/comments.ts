import { type Insertable, type Selectable, sql } from 'kysely'
import type { CommentInput } from '../domain/comment.js'
import { standing } from './article-modes.js'
import type { Executor } from './database.js'
import { addEvents } from './events.js'
import { addFingerprint, removeFingerprints } from './fingerprints.js'
import type { Schema } from './schema.js'

export type CommentRow = Selectable<Schema['comment']>

/** What is stored of a text beside itself. `bands` say what it is like: see domain/fingerprint.ts. */
export type TextMarks = { hash: Buffer; bands: number[] }

const columnNames = [
  'site',
  'id',
  'parent_id',
  'language',
  'author_id',
  'author_name',
  'author_joined_at',
  'author_role',
  'article_id',
  'article_url',
  'article_title',
  'article_section',
  'text_hash',
  'created_at',
] as const

function columns(site: string, input: CommentInput, textHash: Buffer) {
  return {
    site,
    id: input.id,
    parent_id: input.parentId ?? null,
    language: input.language ?? null,
    author_id: input.author.id,
    author_name: input.author.name ?? null,
    author_joined_at: input.author.joinedAt ?? null,
    author_role: input.author.role,
    article_id: input.article.id,
    article_url: input.article.url ?? null,
    article_title: input.article.title ?? null,
    article_section: input.article.section ?? null,
    text_hash: textHash,
    created_at: input.createdAt ?? null,
  } satisfies Pick<Insertable<Schema['comment']>, (typeof columnNames)[number]>
}

async function addRevision(db: Executor, uid: string, revision: number, body: string): Promise<void> {
  await db.insertInto('revision').values({ comment_uid: uid, revision, body }).execute()
}

const takesNew = (site: string, article: string) => sql<boolean>`not exists (
  select from article_mode where site = ${site} and article_id = ${article} and mode = 'closed' and ${standing})`

/**
 * Stores a comment that is new to the site, in one statement; undefined when the site has used the id before, or the article
 * is closed.
 */
export async function insertComment(
  db: Executor,
  site: string,
  input: CommentInput,
  marks: TextMarks,
): Promise<CommentRow | undefined> {
  const row = columns(site, input, marks.hash)
  return db
    .with('created', (query) =>
      query
        .insertInto('comment')
        .columns(columnNames)
        .expression(
          db
            .selectNoFrom(columnNames.map((name) => sql`${row[name]}`.as(name)))
            .where(takesNew(site, input.article.id)),
        )
        .onConflict((conflict) => conflict.columns(['site', 'id']).doNothing())
        .returningAll(),
    )
    .with('first', (query) =>
      query
        .insertInto('revision')
        .columns(['comment_uid', 'revision', 'body'])
        .expression((from) =>
          from
            .selectFrom('created')
            .select((eb) => ['created.uid', 'created.revision', eb.val(input.body).as('body')]),
        ),
    )
    .with('like', (query) =>
      query
        .insertInto('fingerprint')
        .columns(['band', 'at', 'comment_uid'])
        .expression((from) =>
          from
            .selectFrom('created')
            .select([
              sql<number>`unnest(${marks.bands}::integer[])`.as('band'),
              'created.revised_at',
              'created.uid',
            ]),
        ),
    )
    .selectFrom('created')
    .selectAll()
    .executeTakeFirst()
}

/** Makes the next revision, which has to be judged anew. The row must be locked by this transaction. */
export async function reviseComment(
  db: Executor,
  row: CommentRow,
  body: string,
  marks: TextMarks,
): Promise<CommentRow> {
  await removeFingerprints(db, [row.uid])
  const revised = await db
    .updateTable('comment')
    .set({
      revision: row.revision + 1,
      status: 'pending',
      decision_id: null,
      rank: sql<number>`default`,
      text_hash: marks.hash,
      revised_at: sql<Date>`now()`,
      enqueued_at: sql<Date>`now()`,
    })
    .where('uid', '=', row.uid)
    .returningAll()
    .executeTakeFirstOrThrow()
  await addRevision(db, row.uid, revised.revision, body)
  await addFingerprint(db, row.uid, marks.bands)
  const { id, revision, status } = revised
  await addEvents(db, row.site, [{ type: 'comment', data: { id, revision, status } }])
  return revised
}

/** The comment, locked until the transaction ends: whoever decides or edits waits for whoever does so now. */
export async function lockComment(
  db: Executor,
  where: { uid: string } | { site: string; id: string },
): Promise<CommentRow | undefined> {
  const query = db.selectFrom('comment').selectAll().forUpdate()
  return 'uid' in where
    ? query.where('uid', '=', where.uid).executeTakeFirst()
    : query.where('site', '=', where.site).where('id', '=', where.id).executeTakeFirst()
}

/** The text of one revision; null once erased. */
export async function bodyOf(db: Executor, uid: string, revision: number): Promise<string | null> {
  const row = await db
    .selectFrom('revision')
    .select('body')
    .where('comment_uid', '=', uid)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return row?.body ?? null
}

export async function findComment(db: Executor, site: string, id: string): Promise<CommentRow | undefined> {
  return db.selectFrom('comment').selectAll().where('site', '=', site).where('id', '=', id).executeTakeFirst()
}
