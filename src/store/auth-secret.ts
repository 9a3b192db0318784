import { randomBytes } from 'node:crypto'
import type { Executor } from './database.js'

/** The secret of this database that signs sessions; made when it is first asked for, the same for every process. */
export async function authSecret(db: Executor): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await db
    .insertInto('auth_secret')
    .values({ secret })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await db.selectFrom('auth_secret').select('secret').executeTakeFirstOrThrow()).secret
}
