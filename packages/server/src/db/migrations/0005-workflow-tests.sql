-- Saved tests of a workflow's draft. Apart from the definition: they are in exports and copies, and in no version.
set local search_path to millrace;

create table workflow_tests (
  id          uuid primary key,
  org_id      uuid not null,
  workflow_id uuid not null references integration_workflows (id),
  name        text not null,
  -- { input, request, mocks, expectations, at }; json, not jsonb: what a person wrote keeps its order.
  test        json not null,
  bytes       integer not null,
  -- How it ended last, and on which definition; null: not run since it was saved.
  last_passed boolean,
  last_run_at timestamptz,
  last_hash   text,
  created_at  timestamptz not null default now(),
  created_by  text,
  updated_at  timestamptz not null default now(),
  updated_by  text
);
create unique index workflow_tests_name on workflow_tests (workflow_id, lower(name));

alter table workflow_tests enable row level security;
alter table workflow_tests force row level security;
create policy api on workflow_tests to millrace_api using (org_id = current_org()) with check (org_id = current_org());
create policy engine on workflow_tests to millrace_engine using (true) with check (true);
grant select, insert, update, delete on workflow_tests to millrace_api, millrace_engine;
