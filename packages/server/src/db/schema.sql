create schema millrace;

grant usage on schema millrace to millrace_api;

grant usage on schema millrace to millrace_engine;

CREATE OR REPLACE FUNCTION millrace.current_org()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('app.org_id', true), '')::uuid $function$
;

create table millrace.approvals (
  id uuid not null,
  org_id uuid not null,
  execution_id uuid not null,
  workflow_id uuid not null,
  path text not null,
  node_id text not null,
  title text not null,
  message text not null,
  approvers text[] not null,
  required integer not null,
  decisions jsonb not null default '[]'::jsonb,
  status text not null default 'pending'::text,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  decided_at timestamp with time zone,
  constraint approvals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'expired'::text, 'cancelled'::text]))),
  constraint approvals_pkey PRIMARY KEY (id)
);
CREATE INDEX approvals_of_execution ON millrace.approvals USING btree (execution_id, path);
CREATE INDEX approvals_pending ON millrace.approvals USING btree (org_id, id DESC) WHERE (status = 'pending'::text);
CREATE INDEX approvals_recent ON millrace.approvals USING btree (org_id, id DESC);
alter table millrace.approvals enable row level security;
alter table millrace.approvals force row level security;
create policy api on millrace.approvals for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.approvals for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.approvals to millrace_api;
grant delete, insert, select, update on millrace.approvals to millrace_engine;

create table millrace.audit_log (
  id uuid not null,
  org_id uuid not null,
  at timestamp with time zone not null default now(),
  actor_type text not null,
  actor text not null,
  action text not null,
  object_type text not null,
  object_id text,
  request_id text,
  details jsonb not null default '{}'::jsonb,
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_recent ON millrace.audit_log USING btree (org_id, id DESC);
alter table millrace.audit_log enable row level security;
alter table millrace.audit_log force row level security;
create policy api on millrace.audit_log for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.audit_log for all to millrace_engine using (true) with check (true);
grant insert, select on millrace.audit_log to millrace_api;
grant insert, select on millrace.audit_log to millrace_engine;

create table millrace.connections (
  id uuid not null,
  org_id uuid not null,
  name text not null,
  app text not null,
  auth text not null,
  hosts text[] not null,
  test_url text,
  fields json not null default '{}'::json,
  sealed text not null,
  status text not null default 'untested'::text,
  status_message text,
  tested_at timestamp with time zone,
  last_used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  created_by text,
  updated_at timestamp with time zone not null default now(),
  updated_by text,
  constraint connections_status_check CHECK ((status = ANY (ARRAY['untested'::text, 'working'::text, 'failing'::text]))),
  constraint connections_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX connections_name ON millrace.connections USING btree (org_id, lower(name));
alter table millrace.connections enable row level security;
alter table millrace.connections force row level security;
create policy api on millrace.connections for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.connections for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.connections to millrace_api;
grant delete, insert, select, update on millrace.connections to millrace_engine;

create table millrace.data_keys (
  org_id uuid not null,
  version integer not null,
  wrapped text not null,
  created_at timestamp with time zone not null default now(),
  constraint data_keys_pkey PRIMARY KEY (org_id, version)
);
alter table millrace.data_keys enable row level security;
alter table millrace.data_keys force row level security;
create policy api on millrace.data_keys for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.data_keys for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.data_keys to millrace_api;
grant delete, insert, select, update on millrace.data_keys to millrace_engine;

create table millrace.encryption_canary (
  only_row boolean not null default true,
  sealed text not null,
  constraint encryption_canary_only_row_check CHECK (only_row),
  constraint encryption_canary_pkey PRIMARY KEY (only_row)
);

create table millrace.event_subscriptions (
  workflow_id uuid not null,
  org_id uuid not null,
  event_type text not null,
  filters jsonb not null default '[]'::jsonb,
  enabled boolean not null default true,
  constraint event_subscriptions_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint event_subscriptions_pkey PRIMARY KEY (workflow_id)
);
CREATE INDEX event_subscriptions_type ON millrace.event_subscriptions USING btree (org_id, event_type) WHERE enabled;
alter table millrace.event_subscriptions enable row level security;
alter table millrace.event_subscriptions force row level security;
create policy api on millrace.event_subscriptions for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.event_subscriptions for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.event_subscriptions to millrace_api;
grant delete, insert, select, update on millrace.event_subscriptions to millrace_engine;

create table millrace.event_types (
  org_id uuid not null,
  name text not null,
  description text,
  sample json,
  created_at timestamp with time zone not null default now(),
  constraint event_types_pkey PRIMARY KEY (org_id, name)
);
alter table millrace.event_types enable row level security;
alter table millrace.event_types force row level security;
create policy api on millrace.event_types for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.event_types for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.event_types to millrace_api;
grant delete, insert, select, update on millrace.event_types to millrace_engine;

create table millrace.execution_blobs (
  execution_id uuid not null,
  hash text not null,
  org_id uuid not null,
  bytes integer not null,
  data bytea not null,
  constraint execution_blobs_pkey PRIMARY KEY (execution_id, hash)
) partition by range (execution_id);
alter table millrace.execution_blobs enable row level security;
alter table millrace.execution_blobs force row level security;
create policy api on millrace.execution_blobs for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.execution_blobs for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.execution_blobs to millrace_api;
grant delete, insert, select, update on millrace.execution_blobs to millrace_engine;

create table millrace.execution_blobs_default partition of millrace.execution_blobs DEFAULT;

create table millrace.execution_gates (
  execution_id uuid not null,
  org_id uuid not null,
  workflow_id uuid not null,
  gate text not null,
  state text not null,
  "position" bigint not null generated always as identity,
  constraint execution_gates_state_check CHECK ((state = ANY (ARRAY['in'::text, 'line'::text]))),
  constraint execution_gates_pkey PRIMARY KEY (execution_id)
);
CREATE INDEX execution_gates_by_gate ON millrace.execution_gates USING btree (gate, state, "position");
CREATE INDEX execution_gates_line ON millrace.execution_gates USING btree (org_id, workflow_id) WHERE (state = 'line'::text);
alter table millrace.execution_gates enable row level security;
alter table millrace.execution_gates force row level security;
create policy api on millrace.execution_gates for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.execution_gates for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.execution_gates to millrace_api;
grant delete, insert, select, update on millrace.execution_gates to millrace_engine;

create table millrace.execution_journal (
  execution_id uuid not null,
  path text not null,
  attempt integer not null,
  kind text not null,
  org_id uuid not null,
  entry json not null,
  created_at timestamp with time zone not null default now(),
  constraint execution_journal_kind_check CHECK ((kind = ANY (ARRAY['started'::text, 'failed'::text, 'waiting'::text, 'settled'::text]))),
  constraint execution_journal_pkey PRIMARY KEY (execution_id, path, attempt, kind)
);
alter table millrace.execution_journal enable row level security;
alter table millrace.execution_journal force row level security;
create policy api on millrace.execution_journal for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.execution_journal for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.execution_journal to millrace_api;
grant delete, insert, select, update on millrace.execution_journal to millrace_engine;

create table millrace.execution_keys (
  org_id uuid not null,
  scope text not null,
  key text not null,
  request_hash text,
  execution_id uuid,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null default (now() + '24:00:00'::interval),
  constraint execution_keys_pkey PRIMARY KEY (org_id, scope, key)
);
CREATE INDEX execution_keys_age ON millrace.execution_keys USING btree (expires_at);
alter table millrace.execution_keys enable row level security;
alter table millrace.execution_keys force row level security;
create policy api on millrace.execution_keys for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.execution_keys for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.execution_keys to millrace_api;
grant delete, insert, select, update on millrace.execution_keys to millrace_engine;

create table millrace.integration_workflows (
  id uuid not null,
  org_id uuid not null,
  name text not null,
  description text,
  workflow_definition json not null,
  field_mappings json not null default '[]'::json,
  trigger_type text,
  trigger_config json,
  status text not null default 'draft'::text,
  enabled boolean not null default false,
  is_template boolean not null default false,
  version integer not null default 0,
  deployed_hash text,
  created_at timestamp with time zone not null default now(),
  created_by text,
  updated_at timestamp with time zone not null default now(),
  updated_by text,
  deleted_at timestamp with time zone,
  constraint integration_workflows_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text, 'paused'::text, 'error'::text]))),
  constraint integration_workflows_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX integration_workflows_name ON millrace.integration_workflows USING btree (org_id, lower(name)) WHERE (deleted_at IS NULL);
CREATE INDEX integration_workflows_recent ON millrace.integration_workflows USING btree (org_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);
alter table millrace.integration_workflows enable row level security;
alter table millrace.integration_workflows force row level security;
create policy api on millrace.integration_workflows for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.integration_workflows for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.integration_workflows to millrace_api;
grant delete, insert, select, update on millrace.integration_workflows to millrace_engine;

create table millrace.millrace_migrations (
  name text not null,
  hash text not null,
  at timestamp with time zone not null default now(),
  constraint millrace_migrations_pkey PRIMARY KEY (name)
);

create table millrace.organization_settings (
  org_id uuid not null,
  timezone text not null default 'UTC'::text,
  created_at timestamp with time zone not null default now(),
  retention_days integer,
  failed_retention_days integer,
  constraint organization_settings_failed_retention_days_check CHECK (((failed_retention_days >= 1) AND (failed_retention_days <= 3650))),
  constraint organization_settings_retention_days_check CHECK (((retention_days >= 1) AND (retention_days <= 3650))),
  constraint organization_settings_pkey PRIMARY KEY (org_id)
);
alter table millrace.organization_settings enable row level security;
alter table millrace.organization_settings force row level security;
create policy api on millrace.organization_settings for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.organization_settings for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.organization_settings to millrace_api;
grant delete, insert, select, update on millrace.organization_settings to millrace_engine;

create table millrace.processes (
  id uuid not null,
  role text not null,
  host text not null,
  pid integer not null,
  started_at timestamp with time zone not null default now(),
  heartbeat_at timestamp with time zone not null default now(),
  constraint processes_pkey PRIMARY KEY (id)
);
grant delete, insert, select, update on millrace.processes to millrace_engine;

create table millrace.schedule_firings (
  workflow_id uuid not null,
  due_at timestamp with time zone not null,
  org_id uuid not null,
  execution_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint schedule_firings_pkey PRIMARY KEY (workflow_id, due_at)
);
alter table millrace.schedule_firings enable row level security;
alter table millrace.schedule_firings force row level security;
create policy api on millrace.schedule_firings for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.schedule_firings for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.schedule_firings to millrace_api;
grant delete, insert, select, update on millrace.schedule_firings to millrace_engine;

create table millrace.schedules (
  workflow_id uuid not null,
  org_id uuid not null,
  config jsonb not null,
  timezone text not null,
  next_due_at timestamp with time zone,
  missed text not null default 'once'::text,
  enabled boolean not null default true,
  constraint schedules_missed_check CHECK ((missed = ANY (ARRAY['skip'::text, 'once'::text, 'all'::text]))),
  constraint schedules_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint schedules_pkey PRIMARY KEY (workflow_id)
);
CREATE INDEX schedules_due ON millrace.schedules USING btree (next_due_at) WHERE (enabled AND (next_due_at IS NOT NULL));
alter table millrace.schedules enable row level security;
alter table millrace.schedules force row level security;
create policy api on millrace.schedules for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.schedules for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.schedules to millrace_api;
grant delete, insert, select, update on millrace.schedules to millrace_engine;

create table millrace.variables (
  org_id uuid not null,
  name text not null,
  value json not null,
  updated_at timestamp with time zone not null default now(),
  constraint variables_pkey PRIMARY KEY (org_id, name)
);
alter table millrace.variables enable row level security;
alter table millrace.variables force row level security;
create policy api on millrace.variables for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.variables for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.variables to millrace_api;
grant delete, insert, select, update on millrace.variables to millrace_engine;

create table millrace.waits (
  execution_id uuid not null,
  path text not null,
  org_id uuid not null,
  attempt integer not null,
  kind text not null,
  state text not null default 'open'::text,
  event_type text,
  match json,
  child_id uuid,
  attached boolean not null default false,
  result json,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  signalled_at timestamp with time zone,
  constraint waits_kind_check CHECK ((kind = ANY (ARRAY['callback'::text, 'event'::text, 'approval'::text, 'execution'::text, 'question'::text]))),
  constraint waits_state_check CHECK ((state = ANY (ARRAY['open'::text, 'signalled'::text, 'consumed'::text]))),
  constraint waits_pkey PRIMARY KEY (execution_id, path)
);
CREATE INDEX waits_for_event ON millrace.waits USING btree (org_id, event_type) WHERE ((kind = 'event'::text) AND (state = 'open'::text));
alter table millrace.waits enable row level security;
alter table millrace.waits force row level security;
create policy api on millrace.waits for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.waits for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.waits to millrace_api;
grant delete, insert, select, update on millrace.waits to millrace_engine;

create table millrace.webhook_catches (
  token text not null,
  org_id uuid not null,
  workflow_id uuid not null,
  user_id text not null,
  trigger json not null,
  armed_until timestamp with time zone,
  call json,
  caught_at timestamp with time zone,
  refused json,
  listened_at timestamp with time zone not null default now(),
  constraint webhook_catches_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint webhook_catches_pkey PRIMARY KEY (token),
  constraint webhook_catches_workflow_id_user_id_key UNIQUE (workflow_id, user_id)
);
CREATE INDEX webhook_catches_age ON millrace.webhook_catches USING btree (listened_at);
alter table millrace.webhook_catches enable row level security;
alter table millrace.webhook_catches force row level security;
create policy api on millrace.webhook_catches for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.webhook_catches for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.webhook_catches to millrace_api;
grant delete, insert, select, update on millrace.webhook_catches to millrace_engine;

create table millrace.webhook_endpoints (
  token text not null,
  org_id uuid not null,
  workflow_id uuid not null,
  org_slug text,
  path text,
  method text not null default 'POST'::text,
  enabled boolean not null default false,
  created_at timestamp with time zone not null default now(),
  constraint webhook_endpoints_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint webhook_endpoints_pkey PRIMARY KEY (token),
  constraint webhook_endpoints_workflow_id_key UNIQUE (workflow_id)
);
CREATE UNIQUE INDEX webhook_endpoints_path ON millrace.webhook_endpoints USING btree (org_slug, path) WHERE (path IS NOT NULL);
alter table millrace.webhook_endpoints enable row level security;
alter table millrace.webhook_endpoints force row level security;
create policy api on millrace.webhook_endpoints for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.webhook_endpoints for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.webhook_endpoints to millrace_api;
grant delete, insert, select, update on millrace.webhook_endpoints to millrace_engine;

create table millrace.workflow_counters (
  workflow_id uuid not null,
  org_id uuid not null,
  last_number bigint not null default 0,
  execution_count bigint not null default 0,
  success_count bigint not null default 0,
  error_count bigint not null default 0,
  last_executed_at timestamp with time zone,
  last_status text,
  constraint workflow_counters_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint workflow_counters_pkey PRIMARY KEY (workflow_id)
) with (fillfactor=50);
alter table millrace.workflow_counters enable row level security;
alter table millrace.workflow_counters force row level security;
create policy api on millrace.workflow_counters for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.workflow_counters for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.workflow_counters to millrace_api;
grant delete, insert, select, update on millrace.workflow_counters to millrace_engine;

create table millrace.workflow_executions (
  id uuid not null,
  org_id uuid not null,
  workflow_id uuid not null,
  version integer not null,
  number bigint not null,
  status text not null,
  trigger_type text not null,
  triggered_by text,
  trigger json not null,
  output json,
  error json,
  steps json not null default '[]'::json,
  retry_of uuid,
  owner uuid,
  fence integer not null default 0,
  cancel_requested boolean not null default false,
  recoveries integer not null default 0,
  resume_at timestamp with time zone,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  duration_ms double precision,
  parent_execution_id uuid,
  parent_path text,
  depth smallint not null default 0,
  trigger_blob json,
  output_blob json,
  constraint workflow_executions_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'success'::text, 'partial_success'::text, 'error'::text, 'cancelled'::text, 'timed_out'::text]))),
  constraint workflow_executions_pkey PRIMARY KEY (id)
) partition by range (id);
CREATE INDEX workflow_executions_by_org ON ONLY millrace.workflow_executions USING btree (org_id, id DESC);
CREATE INDEX workflow_executions_by_workflow ON ONLY millrace.workflow_executions USING btree (workflow_id, id DESC);
CREATE INDEX workflow_executions_children ON ONLY millrace.workflow_executions USING btree (parent_execution_id) WHERE (parent_execution_id IS NOT NULL);
CREATE INDEX workflow_executions_unfinished ON ONLY millrace.workflow_executions USING btree (owner) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text]));
alter table millrace.workflow_executions enable row level security;
alter table millrace.workflow_executions force row level security;
create policy api on millrace.workflow_executions for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.workflow_executions for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.workflow_executions to millrace_api;
grant delete, insert, select, update on millrace.workflow_executions to millrace_engine;

create table millrace.workflow_executions_default partition of millrace.workflow_executions DEFAULT;
CREATE INDEX workflow_executions_default_org_id_id_idx ON millrace.workflow_executions_default USING btree (org_id, id DESC);
CREATE INDEX workflow_executions_default_owner_idx ON millrace.workflow_executions_default USING btree (owner) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text]));
CREATE INDEX workflow_executions_default_parent_execution_id_idx ON millrace.workflow_executions_default USING btree (parent_execution_id) WHERE (parent_execution_id IS NOT NULL);
CREATE INDEX workflow_executions_default_workflow_id_id_idx ON millrace.workflow_executions_default USING btree (workflow_id, id DESC);

create table millrace.workflow_samples (
  org_id uuid not null,
  workflow_id uuid not null,
  node_id text not null,
  value json not null,
  bytes integer not null,
  updated_at timestamp with time zone not null default now(),
  updated_by text,
  orphaned_at timestamp with time zone,
  constraint workflow_samples_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint workflow_samples_pkey PRIMARY KEY (workflow_id, node_id)
);
CREATE INDEX workflow_samples_orphaned ON millrace.workflow_samples USING btree (orphaned_at) WHERE (orphaned_at IS NOT NULL);
alter table millrace.workflow_samples enable row level security;
alter table millrace.workflow_samples force row level security;
create policy api on millrace.workflow_samples for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.workflow_samples for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.workflow_samples to millrace_api;
grant delete, insert, select, update on millrace.workflow_samples to millrace_engine;

create table millrace.workflow_tests (
  id uuid not null,
  org_id uuid not null,
  workflow_id uuid not null,
  name text not null,
  test json not null,
  bytes integer not null,
  last_passed boolean,
  last_run_at timestamp with time zone,
  last_hash text,
  created_at timestamp with time zone not null default now(),
  created_by text,
  updated_at timestamp with time zone not null default now(),
  updated_by text,
  constraint workflow_tests_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint workflow_tests_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX workflow_tests_name ON millrace.workflow_tests USING btree (workflow_id, lower(name));
alter table millrace.workflow_tests enable row level security;
alter table millrace.workflow_tests force row level security;
create policy api on millrace.workflow_tests for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.workflow_tests for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.workflow_tests to millrace_api;
grant delete, insert, select, update on millrace.workflow_tests to millrace_engine;

create table millrace.workflow_versions (
  workflow_id uuid not null,
  version integer not null,
  org_id uuid not null,
  workflow_definition json not null,
  created_at timestamp with time zone not null default now(),
  created_by text,
  constraint workflow_versions_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES millrace.integration_workflows(id),
  constraint workflow_versions_pkey PRIMARY KEY (workflow_id, version)
);
alter table millrace.workflow_versions enable row level security;
alter table millrace.workflow_versions force row level security;
create policy api on millrace.workflow_versions for all to millrace_api using ((org_id = millrace.current_org())) with check ((org_id = millrace.current_org()));
create policy engine on millrace.workflow_versions for all to millrace_engine using (true) with check (true);
grant delete, insert, select, update on millrace.workflow_versions to millrace_api;
grant delete, insert, select, update on millrace.workflow_versions to millrace_engine;

create schema auth;

grant usage on schema auth to millrace_auth;

create table auth.account (
  id text not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null,
  constraint "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  constraint account_pkey PRIMARY KEY (id)
);
CREATE INDEX "account_userId_idx" ON auth.account USING btree ("userId");
grant delete, insert, select, update on auth.account to millrace_auth;

create table auth.apikey (
  id text not null,
  "configId" text not null,
  name text,
  start text,
  "referenceId" text not null,
  prefix text,
  key text not null,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamp with time zone,
  enabled boolean,
  "rateLimitEnabled" boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax" integer,
  "requestCount" integer,
  remaining integer,
  "lastRequest" timestamp with time zone,
  "expiresAt" timestamp with time zone,
  "createdAt" timestamp with time zone not null,
  "updatedAt" timestamp with time zone not null,
  permissions text,
  metadata text,
  constraint apikey_pkey PRIMARY KEY (id)
);
CREATE INDEX "apikey_configId_idx" ON auth.apikey USING btree ("configId");
CREATE INDEX "apikey_referenceId_idx" ON auth.apikey USING btree ("referenceId");
CREATE INDEX apikey_key_idx ON auth.apikey USING btree (key);
grant delete, insert, select, update on auth.apikey to millrace_auth;

create table auth.invitation (
  id text not null,
  "organizationId" text not null,
  email text not null,
  role text,
  status text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "inviterId" text not null,
  constraint "invitation_inviterId_fkey" FOREIGN KEY ("inviterId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  constraint "invitation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES auth.organization(id) ON DELETE CASCADE,
  constraint invitation_pkey PRIMARY KEY (id)
);
CREATE INDEX "invitation_organizationId_idx" ON auth.invitation USING btree ("organizationId");
CREATE INDEX invitation_email_idx ON auth.invitation USING btree (email);
grant delete, insert, select, update on auth.invitation to millrace_auth;

create table auth.member (
  id text not null,
  "organizationId" text not null,
  "userId" text not null,
  role text not null,
  "createdAt" timestamp with time zone not null,
  constraint member_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'editor'::text, 'viewer'::text]))),
  constraint "member_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES auth.organization(id) ON DELETE CASCADE,
  constraint "member_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  constraint member_pkey PRIMARY KEY (id)
);
CREATE INDEX "member_organizationId_idx" ON auth.member USING btree ("organizationId");
CREATE INDEX "member_userId_idx" ON auth.member USING btree ("userId");
CREATE UNIQUE INDEX member_organization_user ON auth.member USING btree ("organizationId", "userId");
grant delete, insert, select, update on auth.member to millrace_auth;

create table auth.organization (
  id text not null,
  name text not null,
  slug text not null,
  logo text,
  "createdAt" timestamp with time zone not null,
  metadata text,
  constraint organization_pkey PRIMARY KEY (id),
  constraint organization_slug_key UNIQUE (slug)
);
grant delete, insert, select, update on auth.organization to millrace_auth;

create table auth.session (
  id text not null,
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null,
  "activeOrganizationId" text,
  constraint "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token)
);
CREATE INDEX "session_userId_idx" ON auth.session USING btree ("userId");
grant delete, insert, select, update on auth.session to millrace_auth;

create table auth.sign_in_attempts (
  key text not null,
  failures integer not null,
  window_start timestamp with time zone not null default now(),
  constraint sign_in_attempts_pkey PRIMARY KEY (key)
);
CREATE INDEX sign_in_attempts_age ON auth.sign_in_attempts USING btree (window_start);
grant delete, insert, select, update on auth.sign_in_attempts to millrace_auth;

create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_key UNIQUE (email)
);
grant delete, insert, select, update on auth."user" to millrace_auth;

create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  "updatedAt" timestamp with time zone not null default CURRENT_TIMESTAMP,
  constraint verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_identifier_idx ON auth.verification USING btree (identifier);
grant delete, insert, select, update on auth.verification to millrace_auth;
