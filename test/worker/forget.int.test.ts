import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.js'
import { freshDatabase } from '../helpers/database.js'
import { startStet } from '../helpers/stet.js'
import { until } from '../helpers/until.js'

it('the sweep forgets what texts of three days ago were like, and nothing younger', async () => {
  const url = await freshDatabase()
  const db = openDatabase(url, () => undefined)
  await sql`insert into fingerprint values (1, now() - interval '3 days', 1), (2, now() - interval '1 day', 2)`.execute(
    db,
  )
  const stet = await startStet({ DATABASE_URL: url })
  const left = () => db.selectFrom('fingerprint').select('band').execute()
  await until('one fingerprint is left', async () => (await left()).length < 2)
  expect(await left()).toEqual([{ band: 2 }])
  await stet.stop()
  await db.destroy()
})
