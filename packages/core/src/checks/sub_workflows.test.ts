import { describe, expect, it } from 'vitest';
import { check, http, lines, manual, node } from './check_testing.ts';
import type { CheckContext, KnownWorkflow } from './subject.ts';

const own = '01930000-0000-7000-8000-000000000001';
const other = '01930000-0000-7000-8000-000000000002';
const workflow = (id: string, name: string, calls: KnownWorkflow['calls'] = [], deployed = true) => ({
  id,
  name,
  deployed,
  calls,
});
const to = (workflow_id: string, certain = true) => ({ workflow_id, certain });
const call = (workflow_id: unknown) => node('s', 'sub_workflow', { workflow_id });
const certainly = (id: unknown, context: Partial<CheckContext>) =>
  lines(check([manual, call(id)], 't>s', { workflow_id: own, ...context }));
const perhaps = (id: string, context: Partial<CheckContext>) =>
  lines(
    check([manual, node('i', 'if', { condition: 'trigger.data.x > 1' }), call(id)], 't>i i/true>s', {
      workflow_id: own,
      ...context,
    }),
  );

describe('a sub-workflow', () => {
  it('is named, and exists', () => {
    expect(certainly('', {})).toEqual(['error s workflow_id: Sub-workflow node missing Workflow']);
    expect(certainly(7, {})).toEqual([
      'error s workflow_id: Sub-workflow: Workflow must be text, not a number',
    ]);
    expect(certainly(other, { workflows: [] })).toEqual([
      'error s workflow_id: Sub-workflow calls a workflow that does not exist',
    ]);
    expect(certainly(other, { workflows: [workflow(other, 'Other')] })).toEqual([]);
    expect(certainly(other, {})).toEqual([]);
    expect(certainly('{{ trigger.data.id }}', { workflows: [] })).toEqual([]);
  });

  it('is deployed', () => {
    expect(certainly(other, { workflows: [workflow(other, 'Other', [], false)] })).toEqual([
      'warning s workflow_id: Sub-workflow calls Other, which is not deployed: the step fails until it is',
    ]);
  });

  it('does not call itself every time', () => {
    const never = [
      'error s workflow_id: Sub-workflow calls its own workflow, every time: this would never end',
    ];
    expect(certainly(own, {})).toEqual(never);
    expect(certainly(own, { workflows: [] })).toEqual(never);
    expect(perhaps(own, {})).toEqual([
      'warning s workflow_id: Sub-workflow calls its own workflow; where no branch ends that, the step fails after 10 workflows in each other',
    ]);
  });

  it('does not come back by way of others every time', () => {
    const [a, b] = [other, '01930000-0000-7000-8000-000000000003'];
    const circle = (certain: boolean) => [workflow(a, 'A', [to(b)]), workflow(b, 'B', [to(own, certain)])];
    expect(certainly(a, { workflows: circle(true) })).toEqual([
      'error s workflow_id: Sub-workflow calls A, which calls B, which calls this workflow, every time: this would never end',
    ]);
    const mayEnd = [
      'warning s workflow_id: Sub-workflow calls A, which calls B, which calls this workflow; where no branch ends that, the step fails after 10 workflows in each other',
    ];
    expect(certainly(a, { workflows: circle(false) })).toEqual(mayEnd);
    expect(perhaps(a, { workflows: circle(true) })).toEqual(mayEnd);
  });

  it('may be in a circle of which this workflow is no part', () => {
    const b = '01930000-0000-7000-8000-000000000003';
    const workflows = [workflow(other, 'A', [to(b)]), workflow(b, 'B', [to(other), to('gone')])];
    expect(certainly(other, { workflows })).toEqual([]);
  });

  it('what this workflow called before its last change does not count', () => {
    const workflows = [workflow(own, 'Own', [to(other)]), workflow(other, 'Other', [])];
    expect(certainly(other, { workflows })).toEqual([]);
  });
});

it.each<[string, Partial<CheckContext>, string[]]>([
  [other, {}, []],
  [other, { workflows: [workflow(other, 'Alarm')] }, []],
  [own, {}, ['error - error_workflow_id: Workflow settings: a workflow cannot be its own error workflow']],
  [
    other,
    { workflows: [] },
    ['error - error_workflow_id: Workflow settings: the error workflow does not exist'],
  ],
  [
    other,
    { workflows: [workflow(other, 'Alarm', [], false)] },
    [
      'warning - error_workflow_id: Workflow settings: the error workflow Alarm is not deployed: nothing starts when this one fails',
    ],
  ],
])('the error workflow %s', (error_workflow_id, context, expected) => {
  const found = check([manual, http()], 't>h', { workflow_id: own, ...context }, { error_workflow_id });
  expect(lines(found)).toEqual(expected);
});
