-- Waits, approvals, children, concurrency, large values, retention.
set local search_path to millrace;

alter table workflow_executions
  -- The execution that called this one (sub-workflow) or whose failure it handles (error workflow), and the step that did.
  add column parent_execution_id uuid,
  add column parent_path text,
  add column depth smallint not null default 0,
  -- Where a value is stored apart (execution_blobs): { hash, bytes }; the column beside it then holds its beginning.
  add column trigger_blob json,
  add column output_blob json;

create index workflow_executions_children on workflow_executions (parent_execution_id) where parent_execution_id is not null;

alter table execution_journal drop constraint execution_journal_kind_check;
alter table execution_journal add constraint execution_journal_kind_check check (kind in ('started', 'failed', 'waiting', 'settled'));

-- A step that waits for something outside. Kept until its execution is over, so that a second call is told that it came late.
create table waits (
  execution_id uuid not null,
  path         text not null,
  org_id       uuid not null,
  attempt      integer not null,
  kind         text not null check (kind in ('callback', 'event', 'approval', 'execution', 'question')),
  -- open: nothing came yet; signalled: the result is there and the step has not taken it; consumed: it has, or gave up waiting.
  state        text not null default 'open' check (state in ('open', 'signalled', 'consumed')),
  event_type   text,
  match        json,
  -- Of kind execution: the child.
  child_id     uuid,
  attached     boolean not null default false,
  result       json,
  expires_at   timestamptz,
  created_at   timestamptz not null default now(),
  signalled_at timestamptz,
  primary key (execution_id, path)
);
create index waits_for_event on waits (org_id, event_type) where kind = 'event' and state = 'open';

create table approvals (
  id           uuid primary key,
  org_id       uuid not null,
  execution_id uuid not null,
  workflow_id  uuid not null,
  path         text not null,
  node_id      text not null,
  title        text not null,
  message      text not null,
  approvers    text[] not null,
  required     integer not null,
  -- [{ decision, comment, decided_by, decided_by_id, decided_at }]
  decisions    jsonb not null default '[]',
  status       text not null default 'pending' check (status in ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
  expires_at   timestamptz,
  created_at   timestamptz not null default now(),
  decided_at   timestamptz
);
-- A step that is tried again asks again: the newest counts.
create index approvals_of_execution on approvals (execution_id, path);
create index approvals_recent on approvals (org_id, id desc);
create index approvals_pending on approvals (org_id, id desc) where status = 'pending';

-- Executions of a workflow (or of one concurrency key of it) that may not all run at the same time. `in`: it may; `line`: it
-- waits for its turn, without a job, in the order of `position`.
create table execution_gates (
  execution_id uuid primary key,
  org_id       uuid not null,
  workflow_id  uuid not null,
  gate         text not null,
  state        text not null check (state in ('in', 'line')),
  position     bigint not null generated always as identity
);
create index execution_gates_by_gate on execution_gates (gate, state, position);
create index execution_gates_line on execution_gates (org_id, workflow_id) where state = 'line';

-- Values above 32 KB, compressed; the hash is of the JSON text, so that one value is kept once in an execution.
create table execution_blobs (
  execution_id uuid not null,
  hash         text not null,
  org_id       uuid not null,
  bytes        integer not null,
  data         bytea not null,
  primary key (execution_id, hash)
) partition by range (execution_id);
create table execution_blobs_default partition of execution_blobs default;

-- How long a key is remembered is a matter of who gave it: an Idempotency-Key a day, deliveries as their webhook says.
alter table execution_keys add column expires_at timestamptz not null default now() + interval '24 hours';
drop index execution_keys_age;
create index execution_keys_age on execution_keys (expires_at);

alter table organization_settings
  -- Days that finished executions are kept; null: as the server is set.
  add column retention_days integer check (retention_days between 1 and 3650),
  add column failed_retention_days integer check (failed_retention_days between 1 and 3650);

do $$
declare t text;
begin
  foreach t in array array['waits', 'approvals', 'execution_gates', 'execution_blobs'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy api on %I to millrace_api using (org_id = current_org()) with check (org_id = current_org())', t);
    execute format('create policy engine on %I to millrace_engine using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to millrace_api, millrace_engine', t);
  end loop;
end $$;
