import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import type { AuthDatabase } from './auth_database.ts';

/** Failed sign-ins in a quarter of an hour: by account from anywhere, by address for any account (an office shares one). */
export const signInLimits = { account: 10, address: 50, window_seconds: 900 } as const;

/** The part of an address that one customer of a provider holds: an IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}/64`;
}

interface Attempt {
  /** The sign-in was right: it does not count. */
  succeeded(): Promise<void>;
}

/**
 * Counts an attempt before it is tried, so that many at once cannot all pass.
 * @throws ApiError `rate_limited` with Retry-After.
 */
export async function countSignIn(database: AuthDatabase, email: string, address: string): Promise<Attempt> {
  const account = accountKey(email);
  const network = `address ${networkOf(address)}`;
  const [byAccount, byAddress] = [await count(database, account), await count(database, network)];
  const wait = Math.max(
    byAccount.failures > signInLimits.account ? byAccount.seconds_left : 0,
    byAddress.failures > signInLimits.address ? byAddress.seconds_left : 0,
  );
  if (wait > 0) throw tooMany(wait);
  return {
    async succeeded() {
      await database.pool.query('delete from sign_in_attempts where key = $1', [account]);
      await database.pool.query(
        'update sign_in_attempts set failures = greatest(failures - 1, 0) where key = $1',
        [network],
      );
    },
  };
}

/** After somebody was given a new password: whoever forgot the old one has often guessed until the limit. */
export async function forgetFailures(tx: Tx, email: string): Promise<void> {
  await tx.query('delete from sign_in_attempts where key = $1', [accountKey(email)]);
}

function accountKey(email: string): string {
  return `account ${createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')}`;
}

function tooMany(seconds: number): ApiError {
  const minutes = Math.ceil(seconds / 60);
  return new ApiError('rate_limited', {
    message: `Too many wrong passwords. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    headers: { 'retry-after': String(seconds) },
  });
}

async function count(
  database: AuthDatabase,
  key: string,
): Promise<{ failures: number; seconds_left: number }> {
  const { rows } = await database.pool.query<{ failures: number; seconds_left: number }>(
    `insert into sign_in_attempts as a (key, failures) values ($1, 1)
     on conflict (key) do update set
       failures = case when a.window_start < now() - make_interval(secs => $2) then 1 else a.failures + 1 end,
       window_start = case when a.window_start < now() - make_interval(secs => $2) then now() else a.window_start end
     returning failures, ceil(extract(epoch from window_start - now()) + $2)::int as seconds_left`,
    [key, signInLimits.window_seconds],
  );
  return { failures: rows[0]!.failures, seconds_left: Math.max(1, rows[0]!.seconds_left) };
}
