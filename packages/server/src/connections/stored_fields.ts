/**
 * What a person fills in to connect, apart into what may be shown and what may not.
 *  1. A secret that comes back as a marker is the stored one; there is no other way to name it.
 *  2. It stays only while it may go nowhere else than before: who may edit a connection has not therefore seen its secret, and
 *     could otherwise have it sent to a server of their own.
 */
import { type AllowedHost, readAllowedHost } from '@millrace/core';
import { type AuthKind, secretFieldsOf } from '@millrace/sdk';
import { invalid } from '../errors.ts';
import { printPath } from '../plugins/route.ts';
import { isSecretMarker, presentedSecret } from '../secrets/secret_marker.ts';

export interface Fields {
  /** What may be shown. */
  shown: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

export interface StoredConnection {
  hosts: readonly string[];
  secrets: Record<string, unknown>;
}

/**
 * The fields as they are stored, and as they are handed to the kind of authentication.
 * @throws ApiError 422 naming what is missing or does not fit
 */
export function readFields(
  kind: AuthKind,
  given: Record<string, unknown>,
  hosts: readonly string[],
  stored: StoredConnection | null,
): Fields {
  const names = secretFieldsOf(kind);
  const kept = names.filter((name) => isSecretMarker(given[name]));
  if (kept.length > 0) refuseElsewhere(kept, hosts, stored);
  const whole = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, kept.includes(name) ? stored?.secrets[name] : value]),
  );
  const result = kind.fields.safeParse(whole);
  if (!result.success)
    throw invalid(
      result.error.issues.map((issue) => ({
        path: printPath(['fields', ...issue.path]),
        message: issue.message,
      })),
    );
  return apart(names, result.data);
}

/** What everybody may see: a secret only says that it is set. */
export function presentFields(kind: AuthKind | undefined, shown: Record<string, unknown>) {
  const secrets = (kind ? secretFieldsOf(kind) : []).map((name) => [name, presentedSecret]);
  return { ...shown, ...Object.fromEntries(secrets) };
}

function apart(names: readonly string[], data: Record<string, unknown>): Fields {
  const entries = Object.entries(data);
  return {
    shown: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => names.includes(name))),
  };
}

function refuseElsewhere(
  kept: readonly string[],
  hosts: readonly string[],
  stored: StoredConnection | null,
): void {
  if (!stored)
    throw invalid(kept.map((name) => ({ path: `fields.${name}`, message: 'Type the secret itself' })));
  const added = hosts.find((host) => !isCovered(host, stored.hosts));
  if (added === undefined) return;
  throw invalid(
    kept.map((name) => ({
      path: `fields.${name}`,
      message: `Type this again: ${added} is new, and a stored secret is not sent anywhere it could not go before`,
    })),
  );
}

/** Whether an entry allows nothing that the others did not. */
export function isCovered(entry: string, by: readonly string[]): boolean {
  const wanted = readAllowedHost(entry);
  return typeof wanted !== 'string' && by.some((other) => covers(readAllowedHost(other), wanted));
}

function covers(other: AllowedHost | string, wanted: AllowedHost): boolean {
  if (typeof other === 'string' || other.scheme !== wanted.scheme || other.port !== wanted.port) return false;
  if (other.host === wanted.host && other.below === wanted.below) return true;
  return other.below && wanted.host.endsWith(`.${other.host}`);
}
