import type { Role } from '@millrace/core';
import { isAPIError } from 'better-auth/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { hashApiKey, roleOfPermissions } from './api_keys.ts';
import { type Auth, sessionCookie } from './auth.ts';
import { isRole } from './roles.ts';

/** Who does something, in which organization, as what. */
export interface Actor {
  kind: 'user' | 'api_key';
  id: string;
  name: string;
  /** Empty for an API key. */
  email: string;
  org_id: string;
  org_name: string;
  org_slug: string;
  role: Role;
}

/**
 * The actor of a request, or null when it shows no credential that holds. A wrong API key is never replaced by a cookie.
 * With a reply, a session that was prolonged sends its new cookie.
 * @throws ApiError `invalid_api_key`, or `no_organization` for a person who belongs to none.
 */
export async function resolveActor(
  auth: Auth,
  request: FastifyRequest,
  reply?: FastifyReply,
): Promise<Actor | null> {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) return actorOfKey(auth, bearerToken(authorization));
  const cookie = readCookie(request.headers.cookie, sessionCookie(auth.env.public_url));
  return cookie === undefined ? null : actorOfSession(auth, request, cookie, reply);
}

function bearerToken(authorization: string): string {
  const token = /^Bearer +(\S{1,500})$/i.exec(authorization)?.[1];
  if (token === undefined)
    throw new ApiError('invalid_api_key', { message: 'Send the key as "Authorization: Bearer <key>".' });
  return token;
}

/** The value of one cookie, undefined when it is not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

async function actorOfKey(auth: Auth, key: string): Promise<Actor> {
  const known = auth.memory.get(`key ${key}`);
  if (known) return known;
  const asked = auth.memory.generation;
  const { rows } = await auth.database.pool.query<{
    id: string;
    name: string | null;
    permissions: string | null;
    org_id: string;
    org_name: string;
    org_slug: string;
  }>(
    `select k.id, k.name, k.permissions, o.id as org_id, o.name as org_name, o.slug as org_slug
     from apikey k join organization o on o.id = k."referenceId"
     where k.key = $1 and k.enabled and (k."expiresAt" is null or k."expiresAt" > now())`,
    [hashApiKey(key)],
  );
  const [found] = rows;
  if (!found) throw new ApiError('invalid_api_key');
  const { permissions, name, ...rest } = found;
  const actor: Actor = {
    kind: 'api_key',
    ...rest,
    name: name ?? 'API key',
    email: '',
    role: roleOfPermissions(permissions),
  };
  auth.memory.set(`key ${key}`, actor, asked);
  await noteUse(auth, found.id);
  return actor;
}

/** At most one write a minute, however often a key is used. */
async function noteUse(auth: Auth, id: string): Promise<void> {
  await auth.database.pool.query(
    `update apikey set "lastRequest" = now()
     where id = $1 and ("lastRequest" is null or "lastRequest" < now() - interval '1 minute')`,
    [id],
  );
}

async function actorOfSession(
  auth: Auth,
  request: FastifyRequest,
  cookie: string,
  reply?: FastifyReply,
): Promise<Actor | null> {
  const known = auth.memory.get(`session ${cookie}`);
  if (known) return known;
  const asked = auth.memory.generation;
  const headers = new Headers({ cookie: request.headers.cookie! });
  const { response: found, headers: answered } = await readSession(auth, headers);
  if (!found) return null;
  for (const value of answered.getSetCookie()) reply?.header('set-cookie', value);
  const membership = await membershipOf(auth, found.user.id, found.session.activeOrganizationId ?? null);
  if (!membership) throw new ApiError('no_organization');
  const actor: Actor = {
    kind: 'user',
    id: found.user.id,
    name: found.user.name,
    email: found.user.email,
    ...membership,
  };
  auth.memory.set(`session ${cookie}`, actor, asked);
  return actor;
}

/** The library says 500 for whatever went wrong inside it, and that is the database. */
async function readSession(auth: Auth, headers: Headers) {
  try {
    return await auth.library.api.getSession({ headers, returnHeaders: true });
  } catch (cause) {
    throw isAPIError(cause) && cause.statusCode >= 500 ? new ApiError('unavailable') : cause;
  }
}

type Membership = Pick<Actor, 'org_id' | 'org_name' | 'org_slug' | 'role'>;

/** The membership in the active organization, else the oldest one. */
export async function membershipOf(
  auth: Auth,
  user_id: string,
  active: string | null,
): Promise<Membership | null> {
  const { rows } = await auth.database.pool.query<Omit<Membership, 'role'> & { role: string }>(
    `select m.role, o.id as org_id, o.name as org_name, o.slug as org_slug
     from member m join organization o on o.id = m."organizationId"
     where m."userId" = $1 order by (o.id = $2) desc nulls last, m."createdAt", m.id limit 1`,
    [user_id, active],
  );
  const [row] = rows;
  return row && isRole(row.role) ? { ...row, role: row.role } : null;
}
