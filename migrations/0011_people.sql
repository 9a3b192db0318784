-- Who works at the desk, how they sign in, and the keys that programs come with. `person`, `session`, `account`, `verification`,
-- `two_factor` and `rate_limit` are better-auth's tables under our names: it reads and writes them, and alters nothing.

create table person (
  id text primary key,
  -- what decisions, leases and the audit show
  name text not null unique check (name ~ '^[A-Za-z0-9_.@-]{1,64}$' and name not like 'token.%'),
  -- in lower case
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  role text not null check (role in ('viewer', 'moderator', 'chief', 'admin')),
  two_factor_enabled boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table session (
  id text primary key,
  person_id text not null references person on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index session_of_person on session (person_id);

-- A way to sign in: a password, or an account at an OpenID provider.
create table account (
  id text primary key,
  person_id text not null references person on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- scrypt, with its salt
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);

create index account_of_person on account (person_id);

-- What a sign-in of several steps remembers between them.
create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index verification_by_identifier on verification (identifier);

create table two_factor (
  id text primary key,
  person_id text not null references person on delete cascade,
  -- both encrypted
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz
);

create index two_factor_of_person on two_factor (person_id);
create index two_factor_by_secret on two_factor (secret);

create table rate_limit (
  id text primary key,
  key text not null unique,
  count integer not null,
  -- milliseconds since 1970
  last_request bigint not null
);

-- A link that was given to a person: whoever opens it first sets their password. sha-256 of what is in it.
create table welcome_link (
  hash bytea primary key,
  person_id text not null references person on delete cascade,
  expires_at timestamptz not null
);

create index welcome_link_of_person on welcome_link (person_id);

-- What signs sessions and encrypts second factors, where no setting gives one.
create table auth_secret (
  only_one boolean primary key default true check (only_one),
  secret text not null
);

-- A person's own wishes for the page, by the name that decisions show: a token may have some too.
create table desk_settings (
  name text primary key,
  settings jsonb not null
);
