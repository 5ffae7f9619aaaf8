import { describe, expect, it } from 'vitest';
import { annotationLimits, keptGroups } from './annotations.ts';
import { checkDefinition } from './checks/check_definition.ts';
import { DefinitionError, definitionLimits } from './definition.ts';
import { parseDefinition } from './parse_definition.ts';

const nodes = [
  { id: 't', type: 'trigger', subtype: 'manual' },
  { id: 'a', type: 'action', subtype: 'respond' },
];
const edges = [{ source: 't', target: 'a' }];
const parse = (more: object) => parseDefinition({ nodes, edges, ...more });
const note = (more: object = {}) => ({ id: 'note1', ...more });
const group = (more: object = {}) => ({ id: 'g1', nodes: ['a'], ...more });

function messages(more: object): string[] {
  try {
    parse(more);
  } catch (error) {
    if (error instanceof DefinitionError)
      return error.issues.map(({ path, message }) => `${path} | ${message}`);
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('notes and groups of a definition', () => {
  it('are filled in', () => {
    expect(parse({ notes: [note()], groups: [group()] })).toMatchObject({
      notes: [{ id: 'note1', text: '', position: { x: 0, y: 0 }, width: 240, height: 160, tint: 'yellow' }],
      groups: [{ id: 'g1', label: '', tint: 'grey', nodes: ['a'] }],
    });
  });

  it('stay what they are when they are parsed again, and are left out where there are none', () => {
    const parsed = parse({ notes: [note({ text: '# Refunds' })], groups: [group({ label: 'Out' })] });
    expect(parseDefinition(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    expect(Object.keys(parse({ notes: [], groups: [] }))).toEqual(['nodes', 'edges', 'config']);
    expect(Object.keys(parse({}))).toEqual(['nodes', 'edges', 'config']);
  });

  it('change nothing of what the checks find', () => {
    const context = { manifests: [] };
    const bare = checkDefinition(parse({}), context);
    expect(
      checkDefinition(parse({ notes: [note({ text: '{{ nobody.knows }}' })], groups: [group()] }), context),
    ).toEqual(bare);
  });

  it.each<[string, object, string[]]>([
    ['members that do not exist', { nodes: ['gone', 'a'] }, ['a']],
    ['a member named twice', { nodes: ['a', 'a', 't'] }, ['a', 't']],
  ])('a group loses %s', (_, more, kept) => {
    expect(parse({ groups: [group(more)] }).groups![0]!.nodes).toEqual(kept);
  });

  it('a node stays in the first group that names it, and a group without members is no group', () => {
    const groups = [
      group({ nodes: ['a'] }),
      group({ id: 'g2', nodes: ['a', 't'] }),
      group({ id: 'g3', nodes: [] }),
    ];
    expect(parse({ groups }).groups!.map(({ id, nodes: members }) => [id, members])).toEqual([
      ['g1', ['a']],
      ['g2', ['t']],
    ]);
    expect(parse({ groups: [group({ nodes: ['gone'] })] })).not.toHaveProperty('groups');
  });

  it('groups that keep all their members keep their identity', () => {
    const groups = parse({ groups: [group()] }).groups!;
    expect(keptGroups(groups, ['t', 'a'])[0]).toBe(groups[0]);
  });

  it.each<[string, object, string]>([
    ['notes that are no list', { notes: {} }, 'notes | notes must be a list, not an object'],
    ['a note without id', { notes: [{ text: 'x' }] }, 'notes[0].id | notes[0].id is missing'],
    ['two notes with one id', { notes: [note(), note()] }, 'notes[1].id | Two notes have the id "note1"'],
    ['two groups with one id', { groups: [group(), group()] }, 'groups[1].id | Two groups have the id "g1"'],
    [
      'an id that reaches a prototype',
      { notes: [note({ id: '__proto__' })] },
      'notes[0].id | notes[0].id is a reserved name',
    ],
    [
      'a field of another tool',
      { notes: [note({ html: 'x' })] },
      'notes[0].html | notes[0].html is not a known field',
    ],
    [
      'a colour that there is not',
      { notes: [note({ tint: 'url(x)' })] },
      'notes[0].tint | notes[0].tint must be "yellow", "blue", "green", "red", "purple" or "grey"',
    ],
    [
      'a note that nobody can see',
      { notes: [note({ width: 1 })] },
      'notes[0].width | notes[0].width must be at least 120',
    ],
    [
      'a note of a size that breaks the page',
      { notes: [note({ height: 1e9 })] },
      'notes[0].height | notes[0].height must be at most 4000',
    ],
    [
      'a text that is too long',
      { notes: [note({ text: 'x'.repeat(annotationLimits.note_text + 1) })] },
      'notes[0].text | notes[0].text must have at most 10000 characters',
    ],
    [
      'a group whose nodes are no ids',
      { groups: [group({ nodes: [7] })] },
      'groups[0].nodes[0] | groups[0].nodes[0] must be text, not a number',
    ],
    ['a group without nodes', { groups: [{ id: 'g' }] }, 'groups[0].nodes | groups[0].nodes is missing'],
    [
      'too many notes',
      { notes: Array.from({ length: definitionLimits.notes + 1 }, (_, n) => note({ id: `n${n}` })) },
      'notes | A workflow has at most 200 notes; this one has 201',
    ],
    [
      'too many groups',
      { groups: Array.from({ length: definitionLimits.groups + 1 }, (_, n) => group({ id: `g${n}` })) },
      'groups | A workflow has at most 200 groups; this one has 201',
    ],
  ])('%s are refused', (_, more, message) => {
    expect(messages(more)).toEqual([message]);
  });
});
