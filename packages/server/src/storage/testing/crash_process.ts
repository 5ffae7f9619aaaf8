/**
 * A process for tests that has it die at a certain statement: the only one of its installation, told what to do by its parent.
 * `node --import <fail points> crash_process.ts <database url>`; says `ready` once it goes on with what its predecessor left.
 */
import type { DefinitionInput } from '@millrace/core';
import { openDatabase } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import type { TestWorkflow } from './fixtures.ts';
import { deploy, startRuntime } from './runtime.ts';

export type Order =
  | { do: 'deploy'; definition: DefinitionInput; org_id: string }
  /** `at` 0: dies nowhere, and counts. */
  | { do: 'arm'; at: number; when: 'before' | 'after' }
  | { do: 'execute'; workflow: TestWorkflow; data: unknown }
  | { do: 'resume'; token: string; data: unknown }
  | { do: 'cancel'; org_id: string; execution_id: string };

interface FailPoint {
  at: number;
  when: 'before' | 'after';
  /** Statements, as the loaded fail points know them. */
  seen: unknown[];
}

const url = process.argv[2]!;
if (process.argv[3] === 'migrate') await migrate(url);
const db = openDatabase({ url, pool_size: 5 });
const runtime = await startRuntime(db, { sole_instance: true });
const shared = globalThis as { failPoint?: FailPoint };

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'deploy':
      return deploy(db, order.definition, { org_id: order.org_id });
    case 'arm': {
      const seen = shared.failPoint?.seen ?? [];
      shared.failPoint = { at: order.at, when: order.when, seen: [] };
      return seen;
    }
    case 'execute': {
      const { workflow, data } = order;
      const trigger = { data };
      return runtime.execute({ ...workflow, trigger_type: 'manual', trigger, triggered_by: null });
    }
    case 'resume': {
      const wait = await runtime.signals.findWait(order.token, 'callback');
      return wait && runtime.signals.resume(wait, order.data);
    }
    case 'cancel':
      return runtime.cancel(order.org_id, order.execution_id);
  }
}

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  obey(order).then(
    (answer) => process.send!({ id, answer }),
    (error: Error) => process.send!({ id, error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
process.send!('ready');
