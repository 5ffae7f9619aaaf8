import { asOrgWithin } from '../../auth/auth_database.ts';
import { type AuditEntry, audit, type Origin } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError } from '../../errors.ts';
import type { ServerDeps } from '../../server_deps.ts';

/** The audit row of a change. */
export function noted(
  action: string,
  object_type: string,
  object_id: string,
  details: Record<string, unknown>,
): { entry: AuditEntry } {
  return { entry: { action, object_type, object_id, details } };
}

/** Commits a change of people or keys with its audit row, then lets nobody in by what was remembered. */
export async function change<T>(
  deps: ServerDeps,
  origin: Origin,
  work: (tx: Tx) => Promise<{ result: T; entry: AuditEntry }>,
): Promise<T> {
  try {
    return await deps.auth.database.transaction(async (tx) => {
      const { result, entry } = await work(tx);
      await asOrgWithin(tx, origin.actor.org_id, () => audit(tx, origin, entry));
      return result;
    });
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    // Two that add the same person at once: the second one finds it done.
    if (code === '23505' && (constraint === 'member_organization_user' || constraint === 'user_email_key'))
      throw new ApiError('already_member');
    throw error;
  } finally {
    deps.auth.memory.forget();
  }
}
