/**
 * Writes the audit log of what happens thousands of times a second: whoever is told at the same moment leaves together. For what
 * has no transaction of its own that the row could be part of.
 */
import type { Database } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { CoalescingWriter } from '../runtime/coalescing_writer.ts';
import { isAway } from '../runtime/database_errors.ts';
import { type AuditEntry, type AuditRow, auditRow, insertAudit, type Origin } from './audit.ts';

/** Resolves once the row is committed. @throws ApiError `unavailable` when the database cannot be reached */
export type WriteAudit = (origin: Origin, entry: AuditEntry) => Promise<void>;

/** A caller waits for it. */
const PATIENCE_MS = 2_000;

export function createAuditWriter(db: Pick<Database, 'asOrg'>): WriteAudit {
  const writer = new CoalescingWriter<AuditRow>({
    patience_ms: PATIENCE_MS,
    size: ({ details }) => 300 + details.length,
    // A row that a try without an answer has written already is left as it is.
    async write(rows) {
      for (const [org_id, own] of Map.groupBy(rows, (row) => row.org_id))
        await db.asOrg(org_id, (tx) => insertAudit(tx, own));
      return undefined;
    },
  });
  return (origin, entry) =>
    writer.push(auditRow(origin, entry)).catch((error: unknown) => {
      throw isAway(error) ? new ApiError('unavailable') : error;
    });
}
