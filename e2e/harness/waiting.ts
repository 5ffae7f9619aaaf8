import type { DefinitionInput } from '@millrace/core';
import type { Api } from './api.ts';
import { manualTrigger } from './definitions.ts';

type Node = DefinitionInput['nodes'][number];

const at = (column: number, row = 0) => ({ x: column * 320, y: 160 + row * 160 });

export const callback: Node = {
  id: 'confirmed',
  type: 'control',
  subtype: 'wait',
  key: 'confirmed',
  label: 'Until confirmed',
  position: at(1),
  config: { mode: 'callback', timeout: { value: 2, unit: 'days' } },
};

export function subWorkflow(workflow_id: string): Node {
  return {
    id: 'call',
    type: 'control',
    subtype: 'sub_workflow',
    key: 'call',
    label: 'Call the other',
    position: at(1),
    config: { workflow_id },
  };
}

const computes = (id: string, label: string, expression: string, row: number): Node => ({
  id,
  type: 'action',
  subtype: 'data_transform',
  key: id,
  label,
  position: at(2, row),
  config: { transform_type: 'custom', expression },
});

/** Asks before money leaves; `config` over what the approval says by itself. */
export function refund(trigger: Node, config: Record<string, unknown> = {}): DefinitionInput {
  const ask: Node = {
    id: 'ask',
    type: 'control',
    subtype: 'approval',
    key: 'ask',
    label: 'May we?',
    position: at(1),
    config: {
      title: 'Refund {{ trigger.data.total }} € to {{ trigger.data.name }}?',
      message: 'The lamp flickers.\nIt was delivered yesterday.',
      deadline: { value: 2, unit: 'days' },
      ...config,
    },
  };
  return {
    nodes: [
      trigger,
      ask,
      computes('pay', 'Pay back', '{ paid: ask.decided_by }', -1),
      computes('refuse', 'Refuse', '{ because: ask.comment }', 1),
    ],
    edges: [
      { source: 'start', target: 'ask' },
      { source: 'ask', sourceHandle: 'approved', target: 'pay' },
      { source: 'ask', sourceHandle: 'rejected', target: 'refuse' },
    ],
  };
}

/** One step for each item; what fails is noted, and the next one runs. */
export function loopOver(items: string, body: Node): DefinitionInput {
  const each: Node = {
    id: 'each',
    type: 'control',
    subtype: 'loop',
    key: 'each',
    label: 'Each',
    position: at(1),
    config: { items, on_item_error: 'collect' },
  };
  return {
    nodes: [manualTrigger, each, body],
    edges: [
      { source: 'start', target: 'each' },
      { source: 'each', sourceHandle: 'body', target: body.id },
    ],
  };
}

/** Starts it and answers at once, with the id of the execution. */
export async function started(api: Api, workflow_id: string, input: unknown = {}): Promise<string> {
  const { execution_id } = await api.send<{ execution_id: string }>(
    'POST',
    `/workflows/${workflow_id}/execute`,
    { input },
  );
  return execution_id;
}
