/**
 * Entries of journals with what they mean outside: waits that come into force, waits that are over. Invariants:
 *  1. Entry and meaning are one transaction.
 *  2. Entries of an execution that is not its owner's any more mean nothing.
 */
import type { ExecutionStart, JournalEntry, Signal } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import { childrenOf, type TakenWait, takeWaits } from '../signals/close_waits.ts';
import { registerWaits } from '../signals/register_waits.ts';
import { type WaitEntry, waitEntry } from '../signals/wait_entry.ts';
import { appendJournal, type JournalRow, journalRow } from './append_journal.ts';
import { cancelExecutions } from './cancel_executions.ts';
import type { InsertParts } from './insert_queued.ts';
import type { Apart } from './large_values.ts';

export type EntryParts = InsertParts;

/** The entries of one execution that leave together. */
export interface Entries {
  execution_id: string;
  fence: number;
  journal: JournalRow[];
  waits: WaitEntry[];
  /** What steps that may have waited did after that. */
  later: TakenWait[];
}

/** @param waited whether a step of it may have waited for something outside before */
export function entriesOf(
  start: ExecutionStart,
  owner: string,
  entries: readonly JournalEntry[],
  { apart, waited }: { apart: Apart; waited: boolean },
): Entries {
  const waits = entries.flatMap((entry) => waitEntry(start, entry) ?? []);
  const closes = waited || waits.length > 0;
  return {
    execution_id: start.id,
    fence: start.fence,
    journal: entries.map((entry) => journalRow(start, owner, apart.entry(entry))),
    waits,
    later: closes ? entries.flatMap((entry) => takenBy(start.id, entry) ?? []) : [],
  };
}

/** A step that is over has taken the end of its wait; one that is tried again was told to. */
function takenBy(execution_id: string, { kind, path, attempt }: JournalEntry): TakenWait | null {
  if (kind === 'settled') return { execution_id, path, before: null };
  const isAnother = attempt > 1 && (kind === 'started' || kind === 'failed');
  return isAnother ? { execution_id, path, before: attempt } : null;
}

/**
 * Writes entries of executions that are still their owner's, and of new ones whose rows are in this transaction. Returns the
 * fences of those that were, and the signals that were there already for the waits among the entries.
 */
export async function writeEntries(
  tx: Tx,
  parts: EntryParts,
  owned: readonly Entries[],
  inserted: readonly Entries[] = [],
): Promise<{ held: Map<string, number>; signals: Map<string, Signal[]> }> {
  const journal = owned.flatMap((entries) => entries.journal);
  const held = journal.length > 0 ? await appendJournal(tx, journal) : new Map<string, number>();
  const ours = [...owned.filter(({ execution_id, fence }) => held.get(execution_id) === fence), ...inserted];
  const signals = await registerWaits(
    tx,
    parts,
    ours.flatMap(({ waits }) => waits),
  );
  const closed = await takeWaits(
    tx,
    ours.flatMap(({ later }) => later),
  );
  // A child that was waited for by a step that is over (cut off, or out of time) works for nobody.
  await cancelExecutions(tx, parts.ends, childrenOf(closed));
  return { held, signals };
}
