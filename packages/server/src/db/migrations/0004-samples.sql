-- Pinned samples: real data of a node that a person kept for trying the draft out. Apart from the definition, so that they get
-- into no version, export or execution.
set local search_path to millrace;

create table workflow_samples (
  org_id      uuid not null,
  workflow_id uuid not null references integration_workflows (id),
  node_id     text not null,
  -- json, not jsonb: what a person pinned or wrote keeps its order.
  value       json not null,
  bytes       integer not null,
  updated_at  timestamptz not null default now(),
  updated_by  text,
  -- Since when the draft has no such node. It is hidden at once and deleted later: who undoes a deletion has the sample back.
  orphaned_at timestamptz,
  primary key (workflow_id, node_id)
);
create index workflow_samples_orphaned on workflow_samples (orphaned_at) where orphaned_at is not null;

alter table workflow_samples enable row level security;
alter table workflow_samples force row level security;
create policy api on workflow_samples to millrace_api using (org_id = current_org()) with check (org_id = current_org());
create policy engine on workflow_samples to millrace_engine using (true) with check (true);
grant select, insert, update, delete on workflow_samples to millrace_api, millrace_engine;
