/** Storage and queue over a database of their own, with the hooks of the end; for tests of what is written, without an engine. */
import type { ExecutionStart, JournalEntry, ParkedExecution, Wait } from '@millrace/engine';
import { v7 as newId } from 'uuid';
import { createQueue, type ExecutionQueue } from '../../queue.ts';
import { parentHook, waitsHook } from '../../signals/family_hook.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createEnds, type EndHook, type Ends } from '../end_hooks.ts';
import type { Hold } from '../hold.ts';
import { createStorage, type ExecutionStorage, type StorageOptions } from '../storage.ts';
import { insertWorkflow, startOf, type TestWorkflow } from './fixtures.ts';

export interface Harness {
  database: TestDatabase;
  queue: ExecutionQueue;
  ends: Ends;
  storage: ExecutionStorage;
  workflow: TestWorkflow;
  /** Held by `owner`, and not written anywhere. */
  newStart(over?: Partial<ExecutionStart>, hold?: Partial<Hold>): ExecutionStart;
  /** Accepted and held. */
  running(over?: Partial<ExecutionStart>): Promise<ExecutionStart>;
  /** Takes everything that is due, as another process. */
  claim(): ReturnType<ExecutionQueue['take']>;
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  row(start: { id: string }): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function createHarness(
  hooks: readonly EndHook[] = [],
  options: Pick<StorageOptions, 'children'> = {},
): Promise<Harness> {
  const database = await createTestDatabase();
  const { db } = database;
  const queue = createQueue({ db, supervise: false, onError: (error) => console.error(error) });
  await queue.start();
  const ends = createEnds([waitsHook, parentHook(queue), ...hooks]);
  const storage = createStorage({ db, queue, ends, ...options });
  const workflow = await insertWorkflow(db);
  const owner = newId();
  const newStart: Harness['newStart'] = (over = {}, hold = {}) => {
    const start = startOf(workflow, over);
    storage.hold(start, { owner, accepted: null, priority: 0, save_data: 'all', ...hold });
    return start;
  };
  return {
    database,
    queue,
    ends,
    storage,
    workflow,
    newStart,
    async running(over) {
      const start = newStart(over);
      await storage.accept(start, start.created_at);
      return start;
    },
    claim: () => queue.take(newId(), 100, { most: 100, held: new Map() }),
    query: async (sql, values = []) => (await db.engine.query(sql, values)).rows,
    async row({ id }) {
      const { rows } = await db.engine.query('select * from workflow_executions where id = $1', [id]);
      return rows[0];
    },
    async stop() {
      await queue.stop();
      await database.drop();
    },
  };
}

/** In an hour. */
export const later = (ms = 3_600_000): string => new Date(Date.now() + ms).toISOString();

export const waiting = (
  path: string,
  wait: Wait,
  attempt = 1,
): Extract<JournalEntry, { kind: 'waiting' }> => ({
  kind: 'waiting',
  path,
  attempt,
  at: new Date().toISOString(),
  wait,
});

export const callback = (expires_at = later()): Wait => ({ kind: 'callback', expires_at });

export const approval = (over: Partial<Extract<Wait, { kind: 'approval' }>> = {}) => ({
  kind: 'approval' as const,
  approval_id: newId(),
  title: 'Refund?',
  message: '',
  approvers: [],
  required: 1,
  expires_at: later(),
  ...over,
});

export const call = (workflow_id: string, over: Partial<Extract<Wait, { kind: 'execution' }>> = {}) => ({
  kind: 'execution' as const,
  execution_id: newId(),
  workflow_id,
  input: { a: 1 },
  attached: true,
  ...over,
});

export function parkedOf(
  start: ExecutionStart,
  journal: JournalEntry[] = [],
  over: Partial<ParkedExecution> = {},
): ParkedExecution {
  const resume_at = new Date(later());
  return { start, accepted: true, status: 'waiting', steps: [], journal, resume_at, duration_ms: 3, ...over };
}
