-- Roles: the server connects as the owner of the schema and works as one of these (`role` in the connection options).
--   millrace_api     every request of a person or key; sees one organization, named by app.org_id of the transaction
--   millrace_engine  the runner: all organizations, because it runs for all of them
--   millrace_auth    users, sessions, members and API keys (schema auth)
-- An operator may have made the roles before, for a user that may not (no CREATEROLE).
do $$
declare r text;
begin
  foreach r in array array['millrace_api', 'millrace_engine', 'millrace_auth'] loop
    if not exists (select from pg_roles where rolname = r) then
      begin
        execute format('create role %I nologin nobypassrls', r);
      exception when duplicate_object or unique_violation then null; -- another database of this server, at the same moment
      end;
    end if;
    -- Since 16 the maker of a role administers it but cannot take it on until granted.
    if not pg_has_role(current_user, r, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
      execute format('grant %I to current_user', r);
    end if;
  end loop;
end $$;

create schema if not exists millrace;
grant usage on schema millrace to millrace_api, millrace_engine;
set local search_path to millrace;

-- The organization of this transaction, or null: after SET LOCAL ended the setting is the empty string, not null.
create function current_org() returns uuid language sql stable
  as $$ select nullif(current_setting('app.org_id', true), '')::uuid $$;

create table organization_settings (
  org_id      uuid primary key,
  timezone    text not null default 'UTC',
  created_at  timestamptz not null default now()
);

create table integration_workflows (
  id                  uuid primary key,
  org_id              uuid not null,
  name                text not null,
  description         text,
  -- json, not jsonb: what a person wrote keeps its order (the fields of an answer, of a request body).
  workflow_definition json not null,
  field_mappings      json not null default '[]',
  trigger_type        text,
  trigger_config      json,
  status              text not null default 'draft' check (status in ('draft', 'active', 'paused', 'error')),
  enabled             boolean not null default false,
  is_template         boolean not null default false,
  version             integer not null default 0,
  -- Hash of the definition that was deployed last: tells whether the draft differs from it.
  deployed_hash       text,
  created_at          timestamptz not null default now(),
  created_by          text,
  updated_at          timestamptz not null default now(),
  updated_by          text,
  deleted_at          timestamptz
);
create unique index integration_workflows_name on integration_workflows (org_id, lower(name)) where deleted_at is null;
create index integration_workflows_recent on integration_workflows (org_id, updated_at desc, id desc) where deleted_at is null;

create table workflow_versions (
  workflow_id         uuid not null references integration_workflows (id),
  version             integer not null,
  org_id              uuid not null,
  workflow_definition json not null,
  created_at          timestamptz not null default now(),
  created_by          text,
  primary key (workflow_id, version)
);

-- Apart from the workflow because every batch of finished executions updates it.
create table workflow_counters (
  workflow_id      uuid primary key references integration_workflows (id),
  org_id           uuid not null,
  last_number      bigint not null default 0,
  execution_count  bigint not null default 0,
  success_count    bigint not null default 0,
  error_count      bigint not null default 0,
  last_executed_at timestamptz,
  last_status      text
) with (fillfactor = 50);

-- Partitioned by the time inside its UUIDv7, so that one id finds its partition and the key stays the id alone.
-- Documents are json, not jsonb: half the time of a batched insert (measured), keys stay in the order a person wrote them,
-- and nothing compares them.
create table workflow_executions (
  id            uuid primary key,
  org_id        uuid not null,
  workflow_id   uuid not null,
  version       integer not null,
  number        bigint not null,
  status        text not null check (status in ('queued', 'running', 'waiting', 'success', 'partial_success', 'error', 'cancelled', 'timed_out')),
  trigger_type  text not null,
  triggered_by  text,
  trigger       json not null,
  output        json,
  error         json,
  steps         json not null default '[]',
  retry_of      uuid,
  -- The process that runs it, and a number that grows with each owner: a late writer of an old one touches no row.
  owner         uuid,
  fence         integer not null default 0,
  cancel_requested boolean not null default false,
  -- How often its process died under it; too often and it is ended instead of started again.
  recoveries    integer not null default 0,
  -- Of a waiting one: when a runner goes on. Null: a person or an outside event decides.
  resume_at     timestamptz,
  created_at    timestamptz not null,
  started_at    timestamptz,
  finished_at   timestamptz,
  duration_ms   double precision
) partition by range (id);
create table workflow_executions_default partition of workflow_executions default;
create index workflow_executions_by_workflow on workflow_executions (workflow_id, id desc);
create index workflow_executions_by_org on workflow_executions (org_id, id desc);
create index workflow_executions_unfinished on workflow_executions (owner) where status in ('queued', 'running', 'waiting');

create table execution_journal (
  execution_id uuid not null,
  path         text not null,
  attempt      integer not null,
  kind         text not null check (kind in ('started', 'failed', 'settled')),
  org_id       uuid not null,
  entry        json not null,
  created_at   timestamptz not null default now(),
  primary key (execution_id, path, attempt, kind)
);

-- Starts that must happen once: Idempotency-Key, event ids, due times of schedules.
create table execution_keys (
  org_id       uuid not null,
  scope        text not null,
  key          text not null,
  request_hash text,
  execution_id uuid,
  answer       jsonb,
  created_at   timestamptz not null default now(),
  primary key (org_id, scope, key)
);
create index execution_keys_age on execution_keys (created_at);

create table webhook_endpoints (
  token        text primary key,
  org_id       uuid not null,
  workflow_id  uuid not null unique references integration_workflows (id),
  -- /hooks/<org_slug>/<path>, where the workflow chose a path.
  org_slug     text,
  path         text,
  method       text not null default 'POST',
  enabled      boolean not null default false,
  created_at   timestamptz not null default now()
);
create unique index webhook_endpoints_path on webhook_endpoints (org_slug, path) where path is not null;

create table schedules (
  workflow_id  uuid primary key references integration_workflows (id),
  org_id       uuid not null,
  config       jsonb not null,
  timezone     text not null,
  -- Null when it will not fire again.
  next_due_at  timestamptz,
  missed       text not null default 'once' check (missed in ('skip', 'once', 'all')),
  enabled      boolean not null default true
);
create index schedules_due on schedules (next_due_at) where enabled and next_due_at is not null;

-- One row per schedule and due time: whoever inserts it starts the execution.
create table schedule_firings (
  workflow_id  uuid not null,
  due_at       timestamptz not null,
  org_id       uuid not null,
  execution_id uuid not null,
  created_at   timestamptz not null default now(),
  primary key (workflow_id, due_at)
);

create table event_types (
  org_id       uuid not null,
  name         text not null,
  description  text,
  sample       json,
  created_at   timestamptz not null default now(),
  primary key (org_id, name)
);

create table event_subscriptions (
  workflow_id  uuid primary key references integration_workflows (id),
  org_id       uuid not null,
  event_type   text not null,
  filters      jsonb not null default '[]',
  enabled      boolean not null default true
);
create index event_subscriptions_type on event_subscriptions (org_id, event_type) where enabled;

create table variables (
  org_id       uuid not null,
  name         text not null,
  value        json not null,
  updated_at   timestamptz not null default now(),
  primary key (org_id, name)
);

create table audit_log (
  id           uuid primary key,
  org_id       uuid not null,
  at           timestamptz not null default now(),
  actor_type   text not null,
  actor        text not null,
  action       text not null,
  object_type  text not null,
  object_id    text,
  request_id   text,
  details      jsonb not null default '{}'
);
create index audit_log_recent on audit_log (org_id, id desc);

-- A data key per organization, wrapped by the master key.
create table data_keys (
  org_id       uuid not null,
  version      integer not null,
  wrapped      text not null,
  created_at   timestamptz not null default now(),
  primary key (org_id, version)
);

-- Row-level security: one organization for the API, all of them for the engine.
do $$
declare t text;
begin
  foreach t in array array[
    'organization_settings', 'integration_workflows', 'workflow_versions', 'workflow_counters', 'workflow_executions', 'execution_journal',
    'execution_keys', 'webhook_endpoints', 'schedules', 'schedule_firings', 'event_types', 'event_subscriptions', 'variables', 'audit_log', 'data_keys'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy api on %I to millrace_api using (org_id = current_org()) with check (org_id = current_org())', t);
    execute format('create policy engine on %I to millrace_engine using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to millrace_api, millrace_engine', t);
  end loop;
end $$;
revoke update, delete on audit_log from millrace_api, millrace_engine;

-- Not of a tenant: the processes of this installation.
create table processes (
  id           uuid primary key,
  role         text not null,
  host         text not null,
  pid          integer not null,
  started_at   timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
grant select, insert, update, delete on processes to millrace_engine;
