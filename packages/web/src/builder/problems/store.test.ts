import { checkDefinition, coreManifest, type Definition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { problemWords } from '../../strings/problems.ts';
import { draw } from '../document/testing.ts';
import { marksOf } from './said.ts';
import { createProblemsStore } from './store.ts';

const context = { manifests: [coreManifest()] };
const lacking = draw({ t: 'manual', w: 'wait' }, 't>w');

function opened(definition: Definition) {
  const store = createProblemsStore();
  const check = (next: Definition) =>
    store.getState().setList(checkDefinition(next, context), undefined, next);
  check(definition);
  return { state: () => store.getState(), check };
}

describe('what is not filled in yet', () => {
  it('is an error in a draft that is opened', () => {
    expect(opened(lacking).state().counts).toEqual({ errors: 1, warnings: 0, open: 0 });
  });

  it('is none in a node that was just added, and is told beside the errors', () => {
    const { state } = opened(lacking);
    state().begin([lacking.nodes[1]!]);
    expect(state().counts).toEqual({ errors: 0, warnings: 0, open: 1 });
    expect(state().all).toEqual([]);
    expect(state().byNode.has('w')).toBe(false);
    expect(marksOf(state().byNode.get('w'), state().openByNode.get('w'))).toEqual(['needs How long']);
  });

  it('is an error once its field was left', () => {
    const { state } = opened(lacking);
    state().begin([lacking.nodes[1]!]);
    state().leaveField('w', 'duration');
    expect(state().counts).toEqual({ errors: 1, warnings: 0, open: 0 });
    expect(marksOf(state().byNode.get('w'))).toEqual(['1 problem']);
  });

  it('is an error once somebody tests or deploys; what is added afterwards is begun anew', () => {
    const { state, check } = opened(lacking);
    state().begin(lacking.nodes);
    state().finish();
    expect(state().counts.errors).toBe(1);
    const more = draw({ t: 'manual', w: 'wait', v: 'wait' }, 't>w', 'w>v');
    state().begin([more.nodes[2]!]);
    check(more);
    expect(state().counts).toEqual({ errors: 1, warnings: 0, open: 1 });
  });

  it('of an empty workflow is its trigger, until somebody deploys it', () => {
    const { state } = opened(draw({}));
    expect(state().counts).toEqual({ errors: 0, warnings: 0, open: 1 });
    state().finish();
    expect(state().counts).toEqual({ errors: 1, warnings: 0, open: 0 });
  });
});

it('a refused deploy is shown once; the next one is another', () => {
  const { state } = opened(lacking);
  state().refuse({ why: 'problems' });
  expect(state().shownRefusal).not.toBe(state().refusal);
  state().refusalShown();
  expect(state().shownRefusal).toBe(state().refusal);
  state().refuse({ why: 'problems' });
  expect(state().shownRefusal).not.toBe(state().refusal);
});

it('numbers that say the same are the same object, so that nothing is drawn again for them', () => {
  const { state, check } = opened(lacking);
  const before = state().counts;
  check(lacking);
  expect(state().counts).toBe(before);
});

it.each([
  [{ errors: 2, warnings: 1, open: 0 }, '2 errors, 1 warning', '3 problems: 2 errors, 1 warning'],
  [{ errors: 1, warnings: 0, open: 0 }, '1 error', '1 problem'],
  [{ errors: 0, warnings: 2, open: 0 }, '2 warnings', '2 warnings'],
  [{ errors: 1, warnings: 0, open: 3 }, '1 error, 3 to fill in', '1 problem'],
  [{ errors: 0, warnings: 0, open: 1 }, '1 to fill in', ''],
])('%j is told as "%s", of a node as "%s"', (counts, all, ofNode) => {
  expect(problemWords.counted(counts)).toBe(all);
  expect(problemWords.of_node(counts)).toBe(ofNode);
});
