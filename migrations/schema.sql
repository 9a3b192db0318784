-- The schema after all migrations, for reading: a test holds it equal to what they make.
-- UPDATE_SCHEMA=1 npx vitest run --project integration test/store/migrations writes it anew.

create table access_key (
  id bigint not null generated always as identity,
  site text not null,
  kind text not null,
  name text not null,
  role text,
  hash bytea not null,
  former_hash bytea,
  former_until timestamp with time zone,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null default now()
);

create table account (
  id text not null,
  person_id text not null,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table article_mode (
  site text not null,
  article_id text not null,
  mode text not null,
  reason text not null,
  by text not null,
  since timestamp with time zone not null default now(),
  until timestamp with time zone
);

create table audit (
  id bigint not null generated always as identity,
  site text not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  via text not null,
  action text not null,
  subject text not null,
  parent bigint,
  detail jsonb not null default '{}'::jsonb
);

create table auth_secret (
  only_one boolean not null default true,
  secret text not null
);

create table bulk_preview (
  token uuid not null,
  site text not null,
  moderator text not null,
  expires_at timestamp with time zone not null,
  selected jsonb not null
);

create table comment (
  uid bigint not null generated always as identity,
  site text not null,
  id text not null,
  revision integer not null default 1,
  status text not null default 'pending'::text,
  parent_id text,
  language text,
  author_id text not null,
  author_name text,
  author_joined_at timestamp with time zone,
  author_role text not null,
  article_id text not null,
  article_url text,
  article_title text,
  article_section text,
  text_hash bytea,
  created_at timestamp with time zone,
  received_at timestamp with time zone not null default now(),
  revised_at timestamp with time zone not null default now(),
  enqueued_at timestamp with time zone not null default now(),
  decision_id bigint,
  rank double precision not null default ((ln((0.01)::double precision) / ln((2)::double precision)) - ((EXTRACT(epoch FROM now()))::double precision / (36000)::double precision))
);

create table credential (
  role text not null,
  hash bytea not null,
  created_at timestamp with time zone not null default now()
);

create table decision (
  id bigint not null generated always as identity,
  comment_uid bigint not null,
  revision integer not null,
  verdict text not null,
  at timestamp with time zone not null default now(),
  by_kind text not null,
  by_id text,
  reasons jsonb not null,
  scores jsonb,
  model text,
  rules text,
  missing text[] not null default '{}'::text[],
  severity double precision not null default 0,
  undoes bigint,
  restores bigint
);

create table desk_settings (
  name text not null,
  settings jsonb not null
);

create table endpoint (
  id bigint not null generated always as identity,
  site text not null,
  url text not null,
  description text,
  secret text not null,
  former_secret text,
  former_until timestamp with time zone,
  enabled boolean not null default true,
  created_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone
);

create table event (
  xact xid8 not null default pg_current_xact_id(),
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  site text not null,
  type text not null,
  data jsonb not null
);

create table fingerprint (
  band integer not null,
  at timestamp with time zone not null,
  comment_uid bigint not null
);

create table lease (
  comment_uid bigint not null,
  moderator text not null,
  expires_at timestamp with time zone not null
);

create table note (
  id bigint not null generated always as identity,
  comment_uid bigint not null,
  by text not null,
  at timestamp with time zone not null default now(),
  text text not null
);

create table person (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  role text not null,
  two_factor_enabled boolean not null default false,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table presence (
  stream uuid not null,
  site text not null,
  name text not null,
  seen_at timestamp with time zone not null default now()
);

create table rate_limit (
  id text not null,
  key text not null,
  count integer not null,
  last_request bigint not null
);

create table receipt (
  decision_id bigint not null,
  signals jsonb not null,
  timings jsonb not null,
  note text,
  circumstances jsonb
);

create table report (
  id text not null,
  comment_uid bigint not null,
  revision integer not null,
  decision_id bigint,
  type text not null,
  endpoint text not null,
  state text not null default 'pending'::text,
  attempts integer not null default 0,
  last_error text,
  created_at timestamp with time zone not null default now(),
  due_at timestamp with time zone not null default now(),
  enqueued_at timestamp with time zone not null default now(),
  delivered_at timestamp with time zone
);

create table revision (
  comment_uid bigint not null,
  revision integer not null,
  body text,
  received_at timestamp with time zone not null default now()
);

create table rule_change (
  id bigint not null generated always as identity,
  version_id bigint not null,
  how text not null,
  at timestamp with time zone not null default now(),
  by text not null
);

create table rule_hour (
  hour timestamp with time zone not null,
  rules text not null,
  rule text not null,
  judged integer not null,
  matched integer not null,
  would_hold integer not null,
  would_reject integer not null
);

create table rule_test (
  id bigint not null generated always as identity,
  decision_id bigint not null,
  expect text not null,
  at timestamp with time zone not null default now(),
  by text not null
);

create table rule_version (
  id bigint not null generated always as identity,
  hash text not null,
  digest bytea not null,
  file text not null,
  text text not null,
  lists jsonb not null,
  rule_names text[] not null,
  stored_at timestamp with time zone not null default now(),
  stored_by text not null
);

create table rule_watch (
  only_one boolean not null default true,
  at timestamp with time zone not null,
  version_id bigint not null,
  rules jsonb not null
);

create table session (
  id text not null,
  person_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table skip (
  comment_uid bigint not null,
  moderator text not null,
  reason text not null,
  at timestamp with time zone not null default now()
);

create table stopped_endpoint (
  endpoint text not null,
  stopped_at timestamp with time zone not null default now()
);

create table two_factor (
  id text not null,
  person_id text not null,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamp with time zone
);

create table verification (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table welcome_link (
  hash bytea not null,
  person_id text not null,
  expires_at timestamp with time zone not null
);

create table worker (
  id text not null,
  seen_at timestamp with time zone not null default now(),
  model jsonb not null,
  rules text,
  rules_fault text
);

alter table access_key add constraint access_key_check CHECK (((kind = 'token'::text) = (role IS NOT NULL)));
alter table access_key add constraint access_key_check1 CHECK (((kind = 'key'::text) OR (expires_at IS NOT NULL)));
alter table access_key add constraint access_key_former_hash_key UNIQUE (former_hash);
alter table access_key add constraint access_key_hash_key UNIQUE (hash);
alter table access_key add constraint access_key_kind_check CHECK ((kind = ANY (ARRAY['key'::text, 'token'::text])));
alter table access_key add constraint access_key_name_check CHECK ((name ~ '^[A-Za-z0-9_.@-]{1,50}$'::text));
alter table access_key add constraint access_key_pkey PRIMARY KEY (id);
alter table access_key add constraint access_key_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'moderator'::text, 'chief'::text, 'admin'::text])));
alter table access_key add constraint access_key_site_kind_name_key UNIQUE (site, kind, name);
alter table account add constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE;
alter table account add constraint account_pkey PRIMARY KEY (id);
alter table account add constraint account_provider_id_account_id_key UNIQUE (provider_id, account_id);
alter table article_mode add constraint article_mode_mode_check CHECK ((mode = ANY (ARRAY['open'::text, 'watch'::text, 'premoderate'::text, 'closed'::text])));
alter table article_mode add constraint article_mode_pkey PRIMARY KEY (site, article_id);
alter table audit add constraint audit_parent_fkey FOREIGN KEY (parent) REFERENCES audit(id);
alter table audit add constraint audit_pkey PRIMARY KEY (id);
alter table auth_secret add constraint auth_secret_only_one_check CHECK (only_one);
alter table auth_secret add constraint auth_secret_pkey PRIMARY KEY (only_one);
alter table bulk_preview add constraint bulk_preview_pkey PRIMARY KEY (token);
alter table comment add constraint comment_author_role_check CHECK ((author_role = ANY (ARRAY['reader'::text, 'trusted'::text, 'staff'::text])));
alter table comment add constraint comment_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id);
alter table comment add constraint comment_pkey PRIMARY KEY (uid);
alter table comment add constraint comment_site_id_key UNIQUE (site, id);
alter table comment add constraint comment_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'published'::text, 'held'::text, 'rejected'::text, 'erased'::text])));
alter table credential add constraint credential_pkey PRIMARY KEY (role);
alter table credential add constraint credential_role_check CHECK ((role = ANY (ARRAY['site'::text, 'moderator'::text])));
alter table decision add constraint decision_by_kind_check CHECK ((by_kind = ANY (ARRAY['machine'::text, 'moderator'::text])));
alter table decision add constraint decision_comment_uid_fkey FOREIGN KEY (comment_uid) REFERENCES comment(uid);
alter table decision add constraint decision_pkey PRIMARY KEY (id);
alter table decision add constraint decision_restores_fkey FOREIGN KEY (restores) REFERENCES decision(id);
alter table decision add constraint decision_undoes_fkey FOREIGN KEY (undoes) REFERENCES decision(id);
alter table decision add constraint decision_verdict_check CHECK ((verdict = ANY (ARRAY['publish'::text, 'hold'::text, 'reject'::text])));
alter table desk_settings add constraint desk_settings_pkey PRIMARY KEY (name);
alter table endpoint add constraint endpoint_pkey PRIMARY KEY (id);
alter table event add constraint event_pkey PRIMARY KEY (xact, id);
alter table fingerprint add constraint fingerprint_pkey PRIMARY KEY (band, at, comment_uid);
alter table lease add constraint lease_comment_uid_fkey FOREIGN KEY (comment_uid) REFERENCES comment(uid);
alter table lease add constraint lease_pkey PRIMARY KEY (comment_uid);
alter table note add constraint note_comment_uid_fkey FOREIGN KEY (comment_uid) REFERENCES comment(uid);
alter table note add constraint note_pkey PRIMARY KEY (id);
alter table person add constraint person_email_check CHECK ((email = lower(email)));
alter table person add constraint person_email_key UNIQUE (email);
alter table person add constraint person_name_check CHECK (((name ~ '^[A-Za-z0-9_.@-]{1,64}$'::text) AND (name !~~ 'token.%'::text)));
alter table person add constraint person_name_key UNIQUE (name);
alter table person add constraint person_pkey PRIMARY KEY (id);
alter table person add constraint person_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'moderator'::text, 'chief'::text, 'admin'::text])));
alter table presence add constraint presence_pkey PRIMARY KEY (stream);
alter table rate_limit add constraint rate_limit_key_key UNIQUE (key);
alter table rate_limit add constraint rate_limit_pkey PRIMARY KEY (id);
alter table receipt add constraint receipt_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id);
alter table receipt add constraint receipt_pkey PRIMARY KEY (decision_id);
alter table report add constraint report_comment_uid_fkey FOREIGN KEY (comment_uid) REFERENCES comment(uid);
alter table report add constraint report_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id);
alter table report add constraint report_pkey PRIMARY KEY (id);
alter table report add constraint report_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text, 'cancelled'::text])));
alter table report add constraint report_type_check CHECK ((type = ANY (ARRAY['comment.published'::text, 'comment.held'::text, 'comment.rejected'::text, 'comment.erased'::text])));
alter table revision add constraint revision_comment_uid_fkey FOREIGN KEY (comment_uid) REFERENCES comment(uid);
alter table revision add constraint revision_pkey PRIMARY KEY (comment_uid, revision);
alter table rule_change add constraint rule_change_how_check CHECK ((how = ANY (ARRAY['file'::text, 'apply'::text, 'rollback'::text])));
alter table rule_change add constraint rule_change_pkey PRIMARY KEY (id);
alter table rule_change add constraint rule_change_version_id_fkey FOREIGN KEY (version_id) REFERENCES rule_version(id);
alter table rule_hour add constraint rule_hour_pkey PRIMARY KEY (hour, rules, rule);
alter table rule_test add constraint rule_test_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id);
alter table rule_test add constraint rule_test_decision_id_key UNIQUE (decision_id);
alter table rule_test add constraint rule_test_expect_check CHECK ((expect = ANY (ARRAY['publish'::text, 'hold'::text, 'reject'::text])));
alter table rule_test add constraint rule_test_pkey PRIMARY KEY (id);
alter table rule_version add constraint rule_version_digest_key UNIQUE (digest);
alter table rule_version add constraint rule_version_pkey PRIMARY KEY (id);
alter table rule_watch add constraint rule_watch_only_one_check CHECK (only_one);
alter table rule_watch add constraint rule_watch_pkey PRIMARY KEY (only_one);
alter table rule_watch add constraint rule_watch_version_id_fkey FOREIGN KEY (version_id) REFERENCES rule_version(id);
alter table session add constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE;
alter table session add constraint session_pkey PRIMARY KEY (id);
alter table session add constraint session_token_key UNIQUE (token);
alter table skip add constraint skip_comment_uid_fkey FOREIGN KEY (comment_uid) REFERENCES comment(uid);
alter table skip add constraint skip_pkey PRIMARY KEY (comment_uid, moderator);
alter table skip add constraint skip_reason_check CHECK ((reason = ANY (ARRAY['unsure'::text, 'language'::text, 'context'::text, 'break'::text, 'colleague'::text])));
alter table stopped_endpoint add constraint stopped_endpoint_pkey PRIMARY KEY (endpoint);
alter table two_factor add constraint two_factor_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE;
alter table two_factor add constraint two_factor_pkey PRIMARY KEY (id);
alter table verification add constraint verification_pkey PRIMARY KEY (id);
alter table welcome_link add constraint welcome_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE;
alter table welcome_link add constraint welcome_link_pkey PRIMARY KEY (hash);
alter table worker add constraint worker_pkey PRIMARY KEY (id);

CREATE INDEX account_of_person ON public.account USING btree (person_id);
CREATE INDEX audit_by_actor ON public.audit USING btree (site, actor, id);
CREATE INDEX audit_by_site ON public.audit USING btree (site, id);
CREATE INDEX audit_by_subject ON public.audit USING btree (site, subject, id);
CREATE INDEX audit_of_parent ON public.audit USING btree (parent) WHERE (parent IS NOT NULL);
CREATE INDEX comment_by_arrival ON public.comment USING btree (site, status, revised_at, uid);
CREATE INDEX comment_by_article ON public.comment USING btree (site, article_id, received_at);
CREATE INDEX comment_by_author ON public.comment USING btree (site, author_id, received_at) INCLUDE (uid, status);
CREATE INDEX comment_by_rank ON public.comment USING btree (site, status, rank DESC, uid DESC);
CREATE INDEX comment_by_time ON public.comment USING btree (site, received_at);
CREATE INDEX comment_pending ON public.comment USING btree (enqueued_at) WHERE (status = 'pending'::text);
CREATE INDEX decision_by_machine ON public.decision USING btree (at) WHERE (by_kind = 'machine'::text);
CREATE INDEX decision_by_moderator ON public.decision USING btree (at) WHERE (by_kind = 'moderator'::text);
CREATE INDEX decision_incomplete ON public.decision USING btree (at) WHERE ((by_kind = 'machine'::text) AND (missing <> '{}'::text[]));
CREATE INDEX decision_of_comment ON public.decision USING btree (comment_uid, id);
CREATE INDEX event_by_time ON public.event USING btree (at);
CREATE INDEX fingerprint_by_time ON public.fingerprint USING btree (at);
CREATE INDEX note_of_comment ON public.note USING btree (comment_uid, id);
CREATE INDEX rate_limit_by_last_request ON public.rate_limit USING btree (last_request);
CREATE INDEX report_failed ON public.report USING btree (created_at) WHERE (state = 'failed'::text);
CREATE INDEX report_of_decision ON public.report USING btree (decision_id);
CREATE INDEX report_of_endpoint ON public.report USING btree (endpoint, created_at, id);
CREATE INDEX report_pending ON public.report USING btree (endpoint, due_at) WHERE (state = 'pending'::text);
CREATE INDEX rule_version_by_hash ON public.rule_version USING btree (hash, id);
CREATE INDEX session_by_expiry ON public.session USING btree (expires_at);
CREATE INDEX session_of_person ON public.session USING btree (person_id);
CREATE INDEX two_factor_by_secret ON public.two_factor USING btree (secret);
CREATE INDEX two_factor_of_person ON public.two_factor USING btree (person_id);
CREATE INDEX verification_by_expiry ON public.verification USING btree (expires_at);
CREATE INDEX verification_by_identifier ON public.verification USING btree (identifier);
CREATE INDEX welcome_link_of_person ON public.welcome_link USING btree (person_id);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name;
end $function$
;

CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_is_append_only BEFORE DELETE OR UPDATE ON public.decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_is_never_emptied BEFORE TRUNCATE ON public.decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rule_change_is_append_only BEFORE DELETE OR UPDATE ON public.rule_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rule_version_is_append_only BEFORE DELETE OR UPDATE ON public.rule_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
