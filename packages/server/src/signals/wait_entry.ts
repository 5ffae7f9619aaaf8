import type { ExecutionStart, JournalEntry, Wait } from '@millrace/engine';

/** A wait that something outside ends; one for a time needs no row. */
export type ExternalWait = Exclude<Wait, { kind: 'time' }>;
export type WaitKind = ExternalWait['kind'];

/** A step that begins to wait for something outside. */
export interface WaitEntry {
  start: Pick<ExecutionStart, 'id' | 'org_id' | 'workflow_id' | 'depth'>;
  path: string;
  attempt: number;
  /** When it began, as ISO text. */
  at: string;
  wait: ExternalWait;
}

/** Null for an entry that nothing outside has to know of. */
export function waitEntry(start: WaitEntry['start'], entry: JournalEntry): WaitEntry | null {
  if (entry.kind !== 'waiting' || entry.wait.kind === 'time') return null;
  const { path, attempt, at, wait } = entry;
  return { start, path, attempt, at, wait };
}

/** Of a path, the node. */
export function nodeOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
