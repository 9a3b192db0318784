-- What programs come with, beside what the settings give: a site's keys, and tokens with a role at the desk.
create table access_key (
  id bigint generated always as identity primary key,
  site text not null,
  kind text not null check (kind in ('key', 'token')),
  name text not null check (name ~ '^[A-Za-z0-9_.@-]{1,50}$'),
  -- of a token
  role text check (role in ('viewer', 'moderator', 'chief', 'admin')),
  -- sha-256 of the secret, which is nowhere
  hash bytea not null unique,
  -- the secret before, which opens too until then
  former_hash bytea unique,
  former_until timestamptz,
  -- null for a key that is good until it is removed
  expires_at timestamptz,
  -- to the minute
  last_used_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (site, kind, name),
  check ((kind = 'token') = (role is not null)),
  check (kind = 'key' or expires_at is not null)
);
