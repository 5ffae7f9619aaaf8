/**
 * Who may come in. Owns schema `auth` (through {@link AuthDatabase}) and the short memory of who a cookie or key belongs to.
 *  1. Nobody signs up: people are added by the set-up or by an administrator.
 *  2. Passwords are argon2id, API keys are stored as hashes, sessions end when they are revoked (in this process at once,
 *     in others within {@link actorMemoryMs}).
 *  3. Only the library's paths named in `auth_routes.ts` are reachable; what changes members, keys and passwords is
 *     ours, because it has to be written together with its audit row.
 */

import { hkdfSync } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../db/client.ts';
import { type ActorMemory, createActorMemory } from './actor_memory.ts';
import { type AuthDatabase, openAuthDatabase } from './auth_database.ts';
import { hashPassword, verifyPassword } from './password.ts';

export interface AuthEnv {
  public_url: string;
  encryption_key: Uint8Array;
}

export interface AuthLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

const passwordLimits = { min: 10, max: 128 } as const;
const WEEK_SECONDS = 7 * 24 * 3600;

/** Name of the session cookie; browsers keep the `__Secure-` one only from https. */
export function sessionCookie(public_url: string): string {
  return `${isHttps(public_url) ? '__Secure-' : ''}millrace.session_token`;
}

export function isHttps(public_url: string): boolean {
  return new URL(public_url).protocol === 'https:';
}

function createLibrary(database: AuthDatabase, env: AuthEnv, log: AuthLog) {
  return betterAuth({
    database: database.pool,
    baseURL: env.public_url,
    basePath: '/api/auth',
    // Another key than the one that seals secrets, made from it so that there is one thing to keep.
    secret: Buffer.from(hkdfSync('sha256', env.encryption_key, '', 'millrace sessions', 32)).toString(
      'base64',
    ),
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      // Its further arguments can hold request data; the sentence is enough.
      log: (level, message) =>
        level === 'error' ? log.error({ part: 'auth' }, message) : log.warn({ part: 'auth' }, message),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLimits.min,
      maxPasswordLength: passwordLimits.max,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: WEEK_SECONDS, updateAge: 24 * 3600 },
    // Counted by account and by address in `sign_in_limit.ts`, for all processes together.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'millrace',
      useSecureCookies: isHttps(env.public_url),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      // The root hook `cross_site.ts` decides for every route alike.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: ['x-millrace-address'] },
      database: { generateId: () => uuidv7() },
    },
    plugins: [
      organization({ allowUserToCreateOrganization: false, membershipLimit: 10_000 }),
      apiKey({ references: 'organization', enableSessionForAPIKeys: false, rateLimit: { enabled: false } }),
    ],
  });
}

export interface Auth {
  library: ReturnType<typeof createLibrary>;
  database: AuthDatabase;
  /** Forget it whenever a session, key or membership changed. */
  memory: ActorMemory;
  env: AuthEnv;
  close(): Promise<void>;
}

/** The sign-in library on its tables; `close` ends its connections. */
export function createAuth(deps: { db: Database; env: AuthEnv; log: AuthLog }): Auth {
  const database = openAuthDatabase(deps.db.url);
  return {
    library: createLibrary(database, deps.env, deps.log),
    database,
    memory: createActorMemory(),
    env: deps.env,
    close: () => database.close(),
  };
}
