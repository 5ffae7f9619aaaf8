-- The test address of a webhook trigger: it catches one call for the person who listens, and starts nothing.
set local search_path to millrace;

create table webhook_catches (
  token        text primary key,
  org_id       uuid not null,
  workflow_id  uuid not null references integration_workflows (id),
  user_id      text not null,
  -- The trigger as it was being edited, its secrets sealed: what a call must be like.
  trigger      json not null,
  -- Listening until then; null: not.
  armed_until  timestamptz,
  -- { method, headers, query, data } of the call that was caught; kept for an hour.
  call         json,
  caught_at    timestamptz,
  -- The last call that did not fit: { at, method, status, reason }.
  refused      json,
  listened_at  timestamptz not null default now(),
  unique (workflow_id, user_id)
);
create index webhook_catches_age on webhook_catches (listened_at);

alter table webhook_catches enable row level security;
alter table webhook_catches force row level security;
create policy api on webhook_catches to millrace_api using (org_id = current_org()) with check (org_id = current_org());
create policy engine on webhook_catches to millrace_engine using (true) with check (true);
grant select, insert, update, delete on webhook_catches to millrace_api, millrace_engine;
