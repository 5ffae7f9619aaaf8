import { checkDefinition, coreManifest, parseDefinition } from '@millrace/core';
import { expect, it } from 'vitest';
import { createProblemsStore } from './store.ts';
import { withoutWhole } from './unconfigured.ts';

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

it('beside its field it is said without the sentence about the whole', () => {
  expect(withoutWhole('Trigger node not configured: Event Trigger node missing Event type')).toBe(
    'Event Trigger node missing Event type',
  );
  expect(withoutWhole('HTTP Request node missing URL')).toBe('HTTP Request node missing URL');
});
