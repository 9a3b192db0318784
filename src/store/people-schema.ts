import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Role } from '../domain/role.js'

// Those of the tables of migrations/0011_people.sql and 0012_access-keys.sql that we ask ourselves, with the columns that we ask for.

type Instant = ColumnType<Date, Date, Date>
type DefaultInstant = ColumnType<Date, undefined, Date>

export type PersonTable = {
  id: string
  name: string
  email: string
  email_verified: Generated<boolean>
  role: Role
  two_factor_enabled: Generated<boolean>
  disabled_at: ColumnType<Date | null, undefined, Date | null>
  created_at: DefaultInstant
  updated_at: DefaultInstant
}

export type AccessKeyKind = 'key' | 'token'

export type AccessKeyTable = {
  id: Generated<string>
  site: string
  kind: AccessKeyKind
  name: string
  role: Role | null
  hash: Buffer
  former_hash: ColumnType<Buffer | null, undefined, Buffer | null>
  former_until: ColumnType<Date | null, undefined, Date | null>
  expires_at: ColumnType<Date | null, Date | null, Date | null>
  last_used_at: ColumnType<Date | null, undefined, Date>
  created_by: string
  created_at: DefaultInstant
}

export type PeopleSchema = {
  person: PersonTable
  session: {
    id: string
    person_id: string
    token: string
    expires_at: Instant
    created_at: DefaultInstant
  }
  account: {
    id: string
    person_id: string
    provider_id: string
    account_id: string
    password: string | null
    updated_at: DefaultInstant
  }
  two_factor: { id: string; person_id: string }
  access_key: AccessKeyTable
  welcome_link: { hash: Buffer; person_id: string; expires_at: Instant }
  auth_secret: { secret: string }
  verification: { id: string; expires_at: Instant }
  rate_limit: { id: string; key: string; count: number; last_request: string }
  desk_settings: { name: string; settings: JSONColumnType<Record<string, unknown>, string, string> }
}
