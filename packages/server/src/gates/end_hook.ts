/** The end of an execution frees its place, and lets in who is next, in one transaction. */
import type { WorkflowSettings } from '@millrace/core';
import type { ExecutionQueue } from '../queue.ts';
import type { EndHook } from '../storage/end_hooks.ts';
import { ruleOf } from './gate_of.ts';
import { type GateRef, leaveGates } from './leave_gates.ts';
import { announceGates, passGates, type RuledGate } from './pass_gates.ts';

export interface GateHookParts {
  queue: Pick<ExecutionQueue, 'insert'>;
  /** Settings of a workflow as it is deployed now, without asking; a transaction has no second connection to ask with. */
  knownSettings(workflow_id: string): WorkflowSettings | undefined;
}

export function gateHook({ queue, knownSettings }: GateHookParts): EndHook {
  return {
    needed: ({ gated }) => gated,
    async run(tx, ended) {
      const left = await leaveGates(
        tx,
        ended.map(({ id }) => id),
      );
      const ran = new Map(ended.map(({ workflow_id, settings }) => [workflow_id, settings]));
      const ruled: RuledGate[] = [];
      const unknown: GateRef[] = [];
      for (const ref of left) {
        const settings = knownSettings(ref.workflow_id) ?? ran.get(ref.workflow_id);
        if (settings) ruled.push({ ...ref, rule: ruleOf(settings), priority: settings.priority ?? 0 });
        else unknown.push(ref);
      }
      await passGates(tx, queue, ruled, { entering: false });
      await announceGates(tx, unknown);
    },
  };
}
