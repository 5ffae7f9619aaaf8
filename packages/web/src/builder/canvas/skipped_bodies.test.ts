import type { Step } from '@millrace/core';
import { expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { withSkippedBodies } from './skipped_bodies.ts';

const definition = draw(
  { a: 'manual', each: 'loop', inner: 'loop', deep: 'respond', b: 'http_request', after: 'respond' },
  'a>each',
  'each:body>inner',
  'inner:body>deep',
  'inner:done>b',
  'each:done>after',
);
const step = (id: string, status: Step['status'], path = id): Step => ({
  node_id: id,
  key: id,
  label: id,
  subtype: definition.nodes.find((node) => node.id === id)!.subtype,
  path,
  status,
});
const statuses = (steps: readonly Step[]) => steps.map(({ node_id, status }) => `${node_id} ${status}`);

it('skips with a loop all that is in its body, also in loops in it', () => {
  const steps = [step('a', 'error'), step('each', 'skipped'), step('after', 'skipped')];
  expect(statuses(withSkippedBodies(definition, steps))).toEqual([
    'a error',
    'each skipped',
    'after skipped',
    'inner skipped',
    'deep skipped',
    'b skipped',
  ]);
});

it('adds nothing where the loop ran, and nothing to what has a step', () => {
  const ran = [step('each', 'success'), step('inner', 'success', 'each[0]/inner')];
  expect(withSkippedBodies(definition, ran)).toEqual(ran);
  const inRound = [
    step('inner', 'skipped', 'each[0]/inner'),
    step('deep', 'success', 'each[0]/inner[0]/deep'),
  ];
  expect(withSkippedBodies(definition, inRound)).toEqual(inRound);
});
