-- Users, sessions, organizations, members and API keys: the tables of better-auth with its organization and API-key plugins.
-- Made with better-auth's own migration tool (`auth/schema.test.ts` fails when the library would want another one), so
-- names are camelCase here and only here. The API and the engine have no right in this schema: only millrace_auth has.
create schema auth;
grant usage on schema auth to millrace_auth;
set local search_path to auth;

create table "user" (
  "id"            text not null primary key,
  "name"          text not null,
  "email"         text not null unique,
  "emailVerified" boolean not null,
  "image"         text,
  "createdAt"     timestamptz default current_timestamp not null,
  "updatedAt"     timestamptz default current_timestamp not null
);

create table "session" (
  "id"                   text not null primary key,
  "expiresAt"            timestamptz not null,
  "token"                text not null unique,
  "createdAt"            timestamptz default current_timestamp not null,
  "updatedAt"            timestamptz not null,
  "ipAddress"            text,
  "userAgent"            text,
  "userId"               text not null references "user" ("id") on delete cascade,
  "activeOrganizationId" text
);
create index "session_userId_idx" on "session" ("userId");

create table "account" (
  "id"                    text not null primary key,
  "accountId"             text not null,
  "providerId"            text not null,
  "userId"                text not null references "user" ("id") on delete cascade,
  "accessToken"           text,
  "refreshToken"          text,
  "idToken"               text,
  "accessTokenExpiresAt"  timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope"                 text,
  "password"              text,
  "createdAt"             timestamptz default current_timestamp not null,
  "updatedAt"             timestamptz not null
);
create index "account_userId_idx" on "account" ("userId");

create table "verification" (
  "id"         text not null primary key,
  "identifier" text not null,
  "value"      text not null,
  "expiresAt"  timestamptz not null,
  "createdAt"  timestamptz default current_timestamp not null,
  "updatedAt"  timestamptz default current_timestamp not null
);
create index "verification_identifier_idx" on "verification" ("identifier");

create table "organization" (
  "id"        text not null primary key,
  "name"      text not null,
  "slug"      text not null unique,
  "logo"      text,
  "createdAt" timestamptz not null,
  "metadata"  text
);

create table "member" (
  "id"             text not null primary key,
  "organizationId" text not null references "organization" ("id") on delete cascade,
  "userId"         text not null references "user" ("id") on delete cascade,
  "role"           text not null check ("role" in ('owner', 'admin', 'editor', 'viewer')),
  "createdAt"      timestamptz not null
);
create unique index "member_organization_user" on "member" ("organizationId", "userId");
create index "member_organizationId_idx" on "member" ("organizationId");
create index "member_userId_idx" on "member" ("userId");

create table "invitation" (
  "id"             text not null primary key,
  "organizationId" text not null references "organization" ("id") on delete cascade,
  "email"          text not null,
  "role"           text,
  "status"         text not null,
  "expiresAt"      timestamptz not null,
  "createdAt"      timestamptz default current_timestamp not null,
  "inviterId"      text not null references "user" ("id") on delete cascade
);
create index "invitation_organizationId_idx" on "invitation" ("organizationId");
create index "invitation_email_idx" on "invitation" ("email");

create table "apikey" (
  "id"                  text not null primary key,
  "configId"            text not null,
  "name"                text,
  "start"               text,
  "referenceId"         text not null,
  "prefix"              text,
  "key"                 text not null,
  "refillInterval"      integer,
  "refillAmount"        integer,
  "lastRefillAt"        timestamptz,
  "enabled"             boolean,
  "rateLimitEnabled"    boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax"        integer,
  "requestCount"        integer,
  "remaining"           integer,
  "lastRequest"         timestamptz,
  "expiresAt"           timestamptz,
  "createdAt"           timestamptz not null,
  "updatedAt"           timestamptz not null,
  "permissions"         text,
  "metadata"            text
);
create index "apikey_configId_idx" on "apikey" ("configId");
create index "apikey_referenceId_idx" on "apikey" ("referenceId");
create index "apikey_key_idx" on "apikey" ("key");

-- Failed sign-ins of the current window, by account and by address; shared, so that more processes are not more guesses.
create table sign_in_attempts (
  key          text primary key,
  failures     integer not null,
  window_start timestamptz not null default now()
);
create index sign_in_attempts_age on sign_in_attempts (window_start);

grant select, insert, update, delete on all tables in schema auth to millrace_auth;

-- One sealed known text: a wrong encryption key is noticed at start, before anything is written with it.
create table millrace.encryption_canary (
  only_row boolean primary key default true check (only_row),
  sealed   text not null
);
