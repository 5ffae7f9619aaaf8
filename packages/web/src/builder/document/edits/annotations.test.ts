import { annotationLimits, type Definition, parseDefinition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { draw } from '../testing.ts';
import {
  addNote,
  freeNotePlace,
  groupNodes,
  groupOf,
  newNoteSize,
  resizeNotes,
  setGroup,
  ungroup,
  updateGroups,
  updateNotes,
} from './annotations.ts';
import { copyNodes, paste } from './clipboard.ts';
import { deleteSelection } from './delete_selection.ts';
import { duplicate } from './duplicate.ts';
import { moveNodes, nudgeNodes } from './move.ts';
import { readClip } from './read_clip.ts';

const plain = draw({ t: 'manual', a: 'http_request', b: 'respond' }, 't>a', 'a>b');
const noted = addNote(plain, { position: { x: 10, y: 20 }, text: '# Hello' })!.definition;
const grouped = groupNodes(plain, ['b', 'a'], { label: 'Out' })!.definition;
const members = (definition: Definition) => (definition.groups ?? []).map(({ id, nodes }) => [id, nodes]);
/** What an edit made is what the server would store. */
const same = (definition: Definition) => expect(parseDefinition(definition)).toEqual(definition);

describe('sticky notes', () => {
  it('are added with an id of their own, up to as many as there may be', () => {
    const two = addNote(noted, { position: { x: 0, y: 0 }, tint: 'blue' })!;
    expect(two.note).toMatchObject({ id: 'note2', text: '', tint: 'blue', width: 240 });
    same(two.definition);
    const full: Definition = {
      ...plain,
      notes: Array.from({ length: annotationLimits.notes }, (_, n) => ({ ...two.note, id: `x${n}` })),
    };
    expect(addNote(full, { position: { x: 0, y: 0 } })).toBeNull();
  });

  it('that are put nowhere in particular cover neither a card nor another note', () => {
    const [card] = plain.nodes.slice(-1);
    const { x, y } = card!.position;
    const first = freeNotePlace(plain, { x, y });
    expect(first).toEqual({ x, y: y + 100 });
    const one = addNote(plain, { position: first })!.definition;
    expect(freeNotePlace(one, { x, y })).toEqual({ x, y: y - newNoteSize.height - 20 });
    expect(freeNotePlace(plain, { x: x + 5_000, y })).toEqual({ x: x + 5_000, y });
  });

  it('keep to the sizes and lengths that they may have', () => {
    const changed = updateNotes(noted, ['note1'], { width: 1, height: 1e9, text: 'x'.repeat(20_000) });
    expect(changed.notes![0]).toMatchObject({ width: 120, height: 4_000 });
    expect(changed.notes![0]!.text).toHaveLength(annotationLimits.note_text);
    same(changed);
    expect(resizeNotes(noted, ['note1'], { x: 20, y: -500 }).notes![0]).toMatchObject({
      width: 260,
      height: 60,
    });
  });

  it('that did not change are the same definition', () => {
    expect(updateNotes(noted, ['note1'], { text: '# Hello' })).toBe(noted);
    expect(updateNotes(noted, ['gone'], { text: 'x' })).toBe(noted);
  });

  it('move with the arrow keys and by drag, apart from nodes of the same id', () => {
    expect(nudgeNodes(noted, [], { x: 5, y: 0 }, ['note1']).notes![0]!.position).toEqual({ x: 15, y: 20 });
    const moved = moveNodes(noted, new Map([['note1', { x: 9, y: 9 }]]));
    expect(moved).toBe(noted);
  });

  it('go when they are deleted, and the definition is what it was before there were any', () => {
    expect(deleteSelection(noted, { nodes: [], edges: [], notes: ['note1'] })).toEqual(plain);
  });

  it('travel in the clipboard, alone too', () => {
    const clip = readClip(JSON.stringify(copyNodes(noted, [], ['note1'])))!;
    const pasted = paste(noted, clip, { at: { x: 100, y: 100 } });
    expect(pasted.noteIds).toEqual(['note2']);
    expect(pasted.definition.notes![1]).toMatchObject({ text: '# Hello', position: { x: 100, y: 100 } });
    same(pasted.definition);
    expect(duplicate(noted, [], ['note1']).definition.notes).toHaveLength(2);
  });

  it('that are no notes are left out of what is pasted', () => {
    const clip = { millrace: 'nodes', nodes: [], edges: [], notes: [{ id: 'x', tint: 'url(evil)' }, 7] };
    expect(readClip(JSON.stringify(clip))).toBeNull();
  });
});

describe('groups', () => {
  it('hold nodes in their order, and none without nodes is made', () => {
    expect(members(grouped)).toEqual([['group1', ['a', 'b']]]);
    same(grouped);
    expect(groupNodes(plain, ['gone'], { label: 'x' })).toBeNull();
  });

  it('take a node out of the group it was in; one that loses its last node goes', () => {
    const again = groupNodes(grouped, ['b'], { label: 'Last' })!.definition;
    expect(members(again)).toEqual([
      ['group1', ['a']],
      ['group2', ['b']],
    ]);
    expect(members(groupNodes(again, ['a', 't'], { label: 'All' })!.definition)).toEqual([
      ['group2', ['b']],
      ['group3', ['t', 'a']],
    ]);
  });

  it('take in and let go what is dragged in and out', () => {
    expect(groupOf(setGroup(grouped, ['t'], 'group1'), 't')?.id).toBe('group1');
    expect(members(setGroup(grouped, ['a'], null))).toEqual([['group1', ['b']]]);
    expect(setGroup(grouped, ['a', 'b'], null)).toEqual(plain);
    expect(setGroup(grouped, ['a'], 'group1')).toBe(grouped);
    expect(setGroup(grouped, ['a'], 'gone')).toBe(grouped);
    expect(setGroup(plain, ['a'], null)).toBe(plain);
  });

  it('are renamed and coloured, and stay the same when nothing changes', () => {
    expect(updateGroups(grouped, ['group1'], { label: 'x'.repeat(500), tint: 'red' }).groups![0]).toEqual({
      id: 'group1',
      label: 'x'.repeat(annotationLimits.group_label),
      tint: 'red',
      nodes: ['a', 'b'],
    });
    expect(updateGroups(grouped, ['group1'], { label: 'Out' })).toBe(grouped);
  });

  it('that are deleted or dissolved keep their nodes', () => {
    expect(deleteSelection(grouped, { nodes: [], edges: [], groups: ['group1'] })).toEqual(plain);
    expect(ungroup(grouped, ['group1'])).toEqual(plain);
    expect(ungroup(grouped, ['gone'])).toBe(grouped);
  });

  it('lose the nodes that are deleted', () => {
    expect(members(deleteSelection(grouped, { nodes: ['a'], edges: [] }))).toEqual([['group1', ['b']]]);
    expect(deleteSelection(grouped, { nodes: ['a', 'b'], edges: [] })).not.toHaveProperty('groups');
  });

  it('are copied when all of their nodes are', () => {
    const copy = duplicate(grouped, ['a', 'b']);
    expect(members(copy.definition)).toEqual([
      ['group1', ['a', 'b']],
      ['group2', copy.ids],
    ]);
    same(copy.definition);
    expect(members(duplicate(grouped, ['a']).definition)).toHaveLength(1);
  });
});
