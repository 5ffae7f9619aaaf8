import { EditorSelection, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { shapeOfValue } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { type ChipContext, chipLabel } from './chip_label.ts';
import { chipContext, chips } from './chips.ts';
import type { ScopeSource } from './sample_scope.ts';

const trigger = { data: { id: 7, customer: { name: 'Ada' } } };
const node = { id: 't', subtype: 'webhook', type: 'trigger' } as ScopeSource['node'];
const context: ChipContext = {
  scope: { trigger },
  shapes: { trigger: shapeOfValue(trigger) },
  sources: [{ name: 'trigger', label: 'Webhook', node, value: trigger, real: true, origin: 'last' }],
  timezone: 'UTC',
};

describe('a chip', () => {
  it.each([
    [
      ' trigger.data.customer.name ',
      { subtype: 'webhook', from: 'Webhook', path: 'customer.name', problem: null },
    ],
    ['trigger.data', { from: 'Webhook', path: '' }],
    ["trigger.data['customer']", { from: 'Webhook', path: "['customer']" }],
    [
      'upper(trigger.data.customer.name)',
      { subtype: null, from: '', path: 'upper(trigger.data.customer.name)' },
    ],
    [
      'trigger.data.idd',
      { from: 'Webhook', problem: expect.stringContaining('did you mean trigger.data.id?') },
    ],
    ['trigger.data.', { from: '', problem: expect.stringMatching(/\w/) }],
  ])('of %s', (source, expected) => {
    expect(chipLabel(source, context)).toMatchObject(expected);
  });

  it('tells its value, type and origin', () => {
    expect(chipLabel('trigger.data.id', context).value).toBe('7 · number · last test or run');
  });
});

describe('chips in a text', () => {
  const text = 'a {{ trigger.data.id }} b {{ }} c {{ trigger.data.customer.name }} {{ open';
  const stateOf = (given: ChipContext | null, head = 0) =>
    EditorState.create({
      doc: text,
      selection: EditorSelection.cursor(head),
      extensions: [chips, chipContext.of(given)],
    });
  const drawn = (state: EditorState, what: 'chips' | 'words' = 'chips') => {
    const found: string[] = [];
    for (const set of state.facet(EditorView.decorations)) {
      if (typeof set === 'function') continue;
      set.between(0, state.doc.length, (from, to, { spec }) => {
        if ((spec.widget !== undefined) === (what === 'chips')) found.push(state.sliceDoc(from, to));
      });
    }
    return found;
  };

  it('are drawn over whole expressions, never over empty or open ones, and the text stays', () => {
    const state = stateOf(context);
    expect(drawn(state)).toEqual(['{{ trigger.data.id }}', '{{ trigger.data.customer.name }}']);
    expect(state.doc.toString()).toBe(text);
  });

  it('follow what is typed and are gone where the raw text is shown', () => {
    const { state } = stateOf(context).update({
      changes: { from: 0, to: text.length, insert: '{{ trigger.data.id }}!' },
    });
    expect(drawn(state)).toEqual(['{{ trigger.data.id }}']);
    expect(drawn(stateOf(null))).toEqual([]);
  });

  it.each([
    ['{ "id": "{{ trigger.data.id }}", "b": 1 }', ['"{{ trigger.data.id }}",']],
    ['https://x.io/{{ trigger.data.id }}/lines', ['{{ trigger.data.id }}']],
    ['Dear {{ trigger.data.id }}!', ['{{ trigger.data.id }}!']],
    ['{{ trigger.data.id }}\n"', ['{{ trigger.data.id }}']],
  ])('keep quotes and commas on their line: %s', (doc, wanted) => {
    const { state } = stateOf(context).update({ changes: { from: 0, to: text.length, insert: doc } });
    expect(drawn(state, 'words')).toEqual(wanted);
  });
});
