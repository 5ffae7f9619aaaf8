import { checkDefinition, coreManifest, type Problem, parseDefinition } from '@millrace/core';
import { expect, it } from 'vitest';
import { createProblemsStore } from './store.ts';
import { mergeUnconfigured, withoutWhole } from './unconfigured.ts';

const problem = (field: string | null, message: string, node_id: string | null = 't'): Problem => ({
  node_id,
  field,
  severity: 'error',
  message,
});
const whole = problem(null, 'Trigger node not configured');
const missing = problem('event_type', 'Event Trigger node missing Event type');

it('one empty field of a trigger is one finding, which opens the field', () => {
  const merged = mergeUnconfigured([whole, missing]);
  expect(merged).toEqual([
    { ...missing, message: 'Trigger node not configured: Event Trigger node missing Event type' },
  ]);
  expect(withoutWhole(merged[0]!.message)).toBe(missing.message);
  expect(mergeUnconfigured([whole, missing])[0]).toBe(merged[0]);
});

it.each([
  ['a workflow without a trigger', [problem(null, 'Trigger node not configured', null)]],
  ['a trigger of which nothing more is known', [whole]],
  ['another node', [whole, problem('url', 'HTTP Request node missing URL', 'other')]],
])('%s keeps its finding', (_what, problems) => {
  expect(mergeUnconfigured(problems)).toEqual(problems);
});

it('what the checks really say of an empty event trigger comes once to the form, also after a refused deploy', () => {
  const definition = parseDefinition({ nodes: [{ id: 't', type: 'trigger', subtype: 'event' }], edges: [] });
  const found = checkDefinition(definition, { manifests: [coreManifest()] }).filter(
    ({ severity }) => severity === 'error',
  );
  const store = createProblemsStore();
  store.getState().setList(found);
  // Of the server they come without the name of their check.
  store
    .getState()
    .setRefused(
      found.map(({ node_id, field, severity, message }) => ({ node_id, field, severity, message })),
    );
  const ofTrigger = store.getState().byNode.get('t')!;
  expect(ofTrigger.filter(({ field }) => field === 'event_type')).toHaveLength(1);
  expect(ofTrigger.filter(({ field }) => field === null)).toHaveLength(0);
});
