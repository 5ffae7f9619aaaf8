import type { AuthDatabase } from './auth_database.ts';
import { signInLimits } from './sign_in_limit.ts';

/** Removes what nobody can use any more: sessions that ended, counts of old sign-in windows. */
export async function sweep(database: AuthDatabase): Promise<void> {
  await database.pool.query('delete from session where "expiresAt" < now()');
  await database.pool.query(
    'delete from sign_in_attempts where window_start < now() - make_interval(secs => $1)',
    [signInLimits.window_seconds],
  );
}
