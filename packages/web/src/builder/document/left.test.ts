import { expect, it } from 'vitest';
import { rename } from './edits/rename.ts';
import { LeftDocuments, mostLeft } from './left.ts';
import { createDocumentStore, type Draft, sameDraft } from './store.ts';
import { draw } from './testing.ts';

const draft: Draft = { name: 'Orders', definition: draw({ a: 'manual', b: 'http_request' }, 'a>b') };
const view = { x: 1, y: 2, zoom: 0.5 };

/** A page of a workflow in which a node was renamed, and that was saved. */
function edited(workflowId = 'w', options: { readOnly?: boolean } = {}) {
  const store = createDocumentStore({
    workflowId,
    draft,
    updated_at: '2026-01-01T00:00:00.000Z',
    ...options,
  });
  const select = { nodes: ['b'], edges: [] };
  store.getState().edit((d) => rename(d, 'b', 'Call'), { select });
  store.getState().markSaved(store.getState().draft, '2026-01-01T00:00:01.000Z');
  return store;
}
const asStored = (store: ReturnType<typeof edited>) => structuredClone(store.getState().saved.draft);
const find = (left: LeftDocuments, stored: Draft, given: { user_id?: string; id?: string } = {}) =>
  left.find(given.id ?? 'w', { user_id: given.user_id ?? 'ada', draft: stored, same: sameDraft });

it('who comes back undoes, redoes and sees what they left', () => {
  const [left, store] = [new LeftDocuments(), edited()];
  store.getState().undo();
  store.getState().redo();
  left.leave('ada', store.getState(), view);
  const stored = asStored(store);
  const found = find(left, stored)!;
  expect(found.view).toEqual(view);
  const next = createDocumentStore({ workflowId: 'w', draft: stored, updated_at: 'x', left: found });
  expect(next.getState().draft).toBe(next.getState().history.present);
  expect(next.getState().selection.nodes).toEqual(['b']);
  next.getState().undo();
  expect(next.getState().draft.definition.nodes[1]!.label).toBe('HTTP Request');
  next.getState().redo();
  expect(next.getState().draft).toBe(stored);
});

it('begins anew where the server has something else, and for another person', () => {
  const [left, store] = [new LeftDocuments(), edited()];
  left.leave('ada', store.getState(), view);
  const stored = asStored(store);
  expect(find(left, { ...stored, name: 'Bills' })).toBeNull();
  expect(find(left, stored, { user_id: 'grace' })).toBeNull();
  expect(find(left, stored, { id: 'other' })).toBeNull();
  expect(find(left, stored)).not.toBeNull();
});

it('keeps nothing of what is unsaved, nor of who only looked, and forgets what was before', () => {
  const [left, store] = [new LeftDocuments(), edited()];
  left.leave('ada', store.getState(), view);
  store.getState().setName('Not saved');
  left.leave('ada', store.getState(), view);
  expect(find(left, asStored(store))).toBeNull();
  const viewer = edited('w', { readOnly: true });
  left.leave('ada', viewer.getState(), view);
  expect(find(left, asStored(viewer))).toBeNull();
});

it('keeps those that were left last', () => {
  const left = new LeftDocuments();
  const stores = Array.from({ length: mostLeft + 1 }, (_, index) => edited(`w${index}`));
  left.leave('ada', stores[0]!.getState(), view);
  left.leave('ada', stores[1]!.getState(), view);
  left.leave('ada', stores[0]!.getState(), view);
  for (const store of stores.slice(2)) left.leave('ada', store.getState(), view);
  const kept = stores.map((store, index) => find(left, asStored(store), { id: `w${index}` }) !== null);
  expect(kept).toEqual([true, false, ...Array(mostLeft - 1).fill(true)]);
});
