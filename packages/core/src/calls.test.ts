import { describe, expect, it } from 'vitest';
import { callsOf } from './calls.ts';
import type { Definition } from './definition.ts';
import { graph } from './graph_testing.ts';

/** A graph in which the node `w` calls the workflow `other`. */
function calling(text: string, changes: Record<string, object> = {}): Definition {
  const definition = graph(text);
  return {
    ...definition,
    nodes: definition.nodes.map((node) => ({
      ...node,
      ...(node.id === 'w' && { subtype: 'sub_workflow' as const, config: { workflow_id: 'other' } }),
      ...changes[node.id],
    })),
  };
}

describe('a call is certain', () => {
  it.each<[string, string, boolean, Record<string, object>?]>([
    ['right behind the trigger', 't>w', true],
    ['behind other nodes', 't>a a>b b>w w>c', true],
    ['where all branches lead to it', 't>if if:true>a if:false>b a>w b>w', true],
    ['behind a disabled node', 't>a a>w', true, { a: { disabled: true } }],
    ['behind a disabled loop', 't>L L:body>a L:done>w', true, { L: { disabled: true } }],
    ['behind a disabled approval', 't>a a:approved>w', true, { a: { subtype: 'approval', disabled: true } }],
    ['behind a loop', 't>L L:body>a L:done>w', true],
    ['beside a branch', 't>if if:true>a t>w', true],
    ['behind a node that goes on after an error', 't>a a>w', true, { a: { on_error: 'continue' } }],
    ['before a stop', 't>w w>stop', true],
    ['not in a branch', 't>if if:true>w if:false>a', false],
    ['not where a branch leads nowhere', 't>if if:true>w', false],
    ['not in the body of a loop, which may have no items', 't>L L:body>w', false],
    [
      'not behind a node that may take its error path',
      't>a a>w a:error>b',
      false,
      { a: { on_error: 'branch' } },
    ],
    ['but where the error path leads there too', 't>a a>w a:error>w', true, { a: { on_error: 'branch' } }],
    ['not behind an approval', 't>a a:approved>w', false, { a: { subtype: 'approval' } }],
    ['not where a branch stops before', 't>if if:true>stop if:false>w', false],
    ['not beside a stop, which may come first', 't>w t>stop', false],
    ['not where nothing leads', 't>a w', false],
    ['not in a circle', 't>w w>a a>w', false],
    ['not without a trigger', 'a>w', false],
  ])('%s', (_, text, certain, changes) => {
    expect(callsOf(calling(text, changes))).toEqual([{ workflow_id: 'other', certain }]);
  });
});

it.each([
  ['disabled', { disabled: true }],
  ['without a workflow', { config: {} }],
  ['of a workflow that is computed', { config: { workflow_id: '{{ trigger.data.id }}' } }],
  ['of what is no id', { config: { workflow_id: 7 } }],
])('a call that is %s is none', (_, change) => {
  expect(callsOf(calling('t>w', { w: { subtype: 'sub_workflow', ...change } }))).toEqual([]);
});
