-- Credentials that many workflows share. The secrets among them are sealed for the row and never leave the server.
set local search_path to millrace;

create table connections (
  id             uuid primary key,
  org_id         uuid not null,
  name           text not null,
  app            text not null,
  auth           text not null,
  -- Where it may be used, as `api.example.com` or `*.example.com`; nothing is sent anywhere else.
  hosts          text[] not null,
  test_url       text,
  -- What is no secret.
  fields         json not null default '{}',
  -- JSON of the secrets by name, sealed as a whole.
  sealed         text not null,
  status         text not null default 'untested' check (status in ('untested', 'working', 'failing')),
  status_message text,
  tested_at      timestamptz,
  last_used_at   timestamptz,
  created_at     timestamptz not null default now(),
  created_by     text,
  updated_at     timestamptz not null default now(),
  updated_by     text
);
create unique index connections_name on connections (org_id, lower(name));

alter table connections enable row level security;
alter table connections force row level security;
create policy api on connections to millrace_api using (org_id = current_org()) with check (org_id = current_org());
create policy engine on connections to millrace_engine using (true) with check (true);
grant select, insert, update, delete on connections to millrace_api;
-- What runs reads them and notes how it went.
grant select, insert, delete on connections to millrace_engine;
grant update on connections to millrace_engine;
