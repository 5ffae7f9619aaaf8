import { describe, expect, it } from 'vitest';
import { adoptSecrets } from './adopt_secrets.ts';
import { deleteSelection } from './edits/delete_selection.ts';
import { nudgeNodes } from './edits/move.ts';
import { rename } from './edits/rename.ts';
import { historyDepth } from './history.ts';
import { createDocumentStore, isDirty } from './store.ts';
import { draw } from './testing.ts';

function open(options: { readOnly?: boolean } = {}) {
  const clock = { now: 0 };
  const definition = draw({ a: 'manual', b: 'respond' }, 'a>b');
  const store = createDocumentStore({
    workflowId: 'w',
    draft: { name: 'Orders', definition },
    updated_at: '2026-01-01T00:00:00.000Z',
    now: () => clock.now,
    ...options,
  });
  const state = () => store.getState();
  const label = () => state().draft.definition.nodes[1]!.label;
  const type = (text: string) => state().edit((d) => rename(d, 'b', text), { group: 'label b' });
  return { clock, state, label, type, definition };
}

describe('undo', () => {
  it('takes a word that was typed as one step', () => {
    const { state, type, label, clock } = open();
    for (const text of ['H', 'He', 'Hey']) {
      clock.now += 200;
      type(text);
    }
    state().undo();
    expect(label()).toBe('Respond');
    state().redo();
    expect(label()).toBe('Hey');
  });

  it('starts a new step after a rest, and after another field', () => {
    const { state, type, label, clock } = open();
    type('one');
    clock.now += 2_000;
    type('two');
    state().edit((d) => rename(d, 'a', 'Start'), { group: 'label a' });
    state().undo();
    expect(label()).toBe('two');
    state().undo();
    expect(label()).toBe('one');
  });

  it('forgets the oldest of more than a hundred', () => {
    const { state, clock } = open();
    for (let n = 0; n < historyDepth + 20; n++) {
      clock.now += 2_000;
      state().edit((d) => nudgeNodes(d, ['a'], { x: 1, y: 0 }));
    }
    for (let n = 0; n < historyDepth + 50; n++) state().undo();
    expect(state().draft.definition.nodes[0]!.position.x).toBe(20);
    expect(state().history.past).toHaveLength(0);
  });

  it('brings back the name too, and drops what was undone once something new is done', () => {
    const { state, type } = open();
    state().setName('Invoices');
    state().undo();
    expect(state().draft.name).toBe('Orders');
    type('new');
    state().redo();
    expect(state().draft.name).toBe('Orders');
  });

  it('does nothing where there is nothing', () => {
    const { state, definition } = open();
    state().undo();
    state().redo();
    expect(state().draft.definition).toBe(definition);
  });
});

describe('an edit that changes nothing', () => {
  it('is no step, and what was undone can still be redone', () => {
    const { state, type, label } = open();
    type('x');
    state().undo();
    const before = state().history;
    state().edit((d) => structuredClone(d));
    state().edit((d) => ({ ...d, nodes: d.nodes.map((node) => ({ ...node, notes: undefined })) }));
    expect(state().history).toBe(before);
    state().redo();
    expect(label()).toBe('x');
  });
});

describe('selection', () => {
  it('names only what exists', () => {
    const { state } = open();
    state().select({ nodes: ['a', 'b', 'gone'], edges: [] });
    expect(state().selection.nodes).toEqual(['a', 'b']);
    state().edit((d) => deleteSelection(d, { nodes: ['b'], edges: [] }));
    expect(state().selection.nodes).toEqual(['a']);
  });

  it('can come with an edit', () => {
    const { state } = open();
    state().edit((d) => rename(d, 'b', 'x'), { select: { nodes: ['b'], edges: [] } });
    expect(state().selection.nodes).toEqual(['b']);
  });
});

describe('saving', () => {
  it('is dirty after a change and clean after undoing it', () => {
    const { state, type } = open();
    expect(isDirty(state())).toBe(false);
    type('x');
    expect(isDirty(state())).toBe(true);
    state().undo();
    expect(isDirty(state())).toBe(false);
  });

  it('keeps what was typed while it was being saved unsaved', () => {
    const { state, type, clock } = open();
    type('sent');
    const sent = state().draft;
    clock.now += 5_000;
    type('typed since');
    state().markSaved(sent, '2026-01-02T00:00:00.000Z');
    expect(isDirty(state())).toBe(true);
    expect(state().saved.updated_at).toBe('2026-01-02T00:00:00.000Z');
    state().undo();
    expect(isDirty(state())).toBe(false);
  });

  it('shows secrets as the server stored them, without an undo step', () => {
    const { state } = open();
    state().edit((d) => ({
      ...d,
      nodes: d.nodes.map((n) =>
        n.id === 'b' ? { ...n, config: { token: 'hush', list: [{ k: 'hush' }], open: 'x' } } : n,
      ),
    }));
    const draft = state().draft;
    const stored = structuredClone(draft.definition);
    stored.nodes[1]!.config = { token: { $secret: 'set' }, list: [{ k: { $secret: 'set' } }], open: 'x' };
    const definition = adoptSecrets(draft.definition, stored);
    state().markSaved(draft, 'later', { ...draft, definition });
    expect(JSON.stringify(state().draft)).not.toContain('hush');
    expect(isDirty(state())).toBe(false);
    expect(state().draft.definition.nodes[0]).toBe(draft.definition.nodes[0]);
  });

  it('does not show a secret as stored that the server has not', () => {
    const local = draw({ a: ['webhook', { auth: 'header', secret: { $secret: 'set' } }], b: 'stop' });
    const stored = draw({ a: ['webhook', { auth: 'header' }], b: 'stop' });
    const shown = adoptSecrets(local, stored);
    expect(shown.nodes[0]!.config).toEqual({ auth: 'header' });
    expect(shown.nodes[1]).toBe(local.nodes[1]);
    expect(adoptSecrets(local, structuredClone(local))).toBe(local);
  });

  it('goes back to the draft as it was opened or saved by hand, as one step that can be undone', () => {
    const { state, type, label, clock } = open();
    const saveNow = () => state().markSaved(state().draft, 'later');
    type('by hand');
    saveNow();
    state().keepCheckpoint();
    clock.now += 5_000;
    type('by itself');
    saveNow();
    clock.now += 5_000;
    type('not yet');
    state().revert();
    expect([label(), isDirty(state())]).toEqual(['by hand', true]);
    state().undo();
    expect(label()).toBe('not yet');
  });

  it('undoes after a save, and what is undone is unsaved again', () => {
    const { state, type, label } = open();
    type('x');
    state().markSaved(state().draft, 'later');
    state().undo();
    expect([label(), isDirty(state())]).toEqual(['Respond', true]);
    state().redo();
    expect([label(), isDirty(state())]).toEqual(['x', false]);
  });

  it('is clean when what was typed is taken away by typing, too', () => {
    const { state, type } = open();
    type('x');
    type('Respond');
    expect(isDirty(state())).toBe(false);
  });

  it('takes another draft over as the saved one; the own is one undo away', () => {
    const { state, type, label, definition } = open();
    type('mine');
    state().load({ name: 'Theirs', definition: rename(definition, 'b', 'theirs') }, 'later');
    expect([label(), isDirty(state())]).toEqual(['theirs', false]);
    state().undo();
    expect([label(), isDirty(state())]).toEqual(['mine', true]);
  });
});

it('changes nothing for a viewer', () => {
  const { state, type, definition } = open({ readOnly: true });
  type('x');
  state().setName('x');
  expect(state().draft).toMatchObject({ name: 'Orders', definition });
});
