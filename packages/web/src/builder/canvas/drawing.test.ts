import type { Definition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { groupNodes } from '../document/edits/annotations.ts';
import { moveNodes } from '../document/edits/move.ts';
import { updateConfig } from '../document/edits/update_config.ts';
import { draw } from '../document/testing.ts';
import { chipWidth, roomForLabel } from './edge_label.ts';
import { flowNodes, isDrawnAlike } from './flow_nodes.ts';
import { frameBoxes, framesOf, overlaps, regrouped, strangersIn } from './frames.ts';
import { spread } from './grid.tsx';
import { tidyLayout } from './layout.ts';
import { noteName, parseNote } from './note_markdown.ts';
import { tidied } from './tidy.ts';
import { cardBoxes, drawnBoxes, viewOf } from './view.ts';

const looping = draw(
  { t: 'manual', L: 'loop', a: 'respond', M: 'loop', b: 'respond', c: 'respond', d: 'respond' },
  't>L',
  'L:body>a',
  'a>M',
  'M:body>b',
  'M:done>c',
  'L:done>d',
);
const group = (definition: Definition, ...ids: string[]) =>
  groupNodes(definition, ids, { label: ids.join() })!.definition;
const boxes = (definition: Definition) => frameBoxes(framesOf(definition), cardBoxes(definition));

describe('frames', () => {
  it('enclose the body of a loop, the inner loop and its frame included, and not the loop', () => {
    const frames = framesOf(looping);
    expect(frames.map(({ id, depth, members }) => [id, depth, [...members].sort().join()])).toEqual([
      ['loop/L', 0, 'M,a,b,c'],
      ['loop/M', 1, 'b'],
    ]);
    const [outer, inner] = ['loop/L', 'loop/M'].map((id) => boxes(looping).get(id)!);
    expect(inner!.x + inner!.width).toBeLessThan(outer!.x + outer!.width);
    expect(inner!.y).toBeGreaterThan(outer!.y);
  });

  it('are none for an empty loop, and none for what is not on the canvas', () => {
    expect(framesOf(draw({ t: 'manual', L: 'loop' }, 't>L'))).toEqual([]);
    expect(frameBoxes(framesOf(looping), new Map()).size).toBe(0);
  });

  it.each([
    ['dropped in a group joins it', 'd', 'a', { d: 'group1' }],
    ['that stays in its group changes nothing', 'a', 'a', {}],
    ['dragged far away leaves its group', 'a', null, { a: null }],
    ['dropped on nothing changes nothing', 'd', null, {}],
  ] as const)('a node %s', (_, id, onto, expected) => {
    const grouped = group(looping, 'a', 'b');
    const card = cardBoxes(grouped).get(id)!;
    const to = onto ? cardBoxes(grouped).get(onto)! : { x: 0, y: 5_000 };
    const box = { ...card, x: to.x, y: to.y };
    const changes = regrouped(framesOf(grouped), boxes(grouped), [{ id, box }]);
    expect(Object.fromEntries(changes)).toEqual(expected);
  });

  it('are cut out around a card that lies in them and is no member', () => {
    const chain = draw({ a: 'manual', b: 'respond', c: 'respond' }, 'a>b', 'b>c');
    const strangers = (definition: Definition, moving = new Set<string>()) => [
      ...strangersIn(framesOf(definition), boxes(definition), cardBoxes(definition), moving).keys(),
    ];
    expect(strangers(group(chain, 'a', 'c'))).toEqual(['b']);
    expect(strangers(group(chain, 'a', 'c'), new Set(['b']))).toEqual([]);
    expect(strangers(group(chain, 'a', 'b'))).toEqual([]);
  });

  it('are compared with each card once in a frame of a drag, also among 1,000 cards', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const many = draw(Object.fromEntries(names.map((name) => [name, 'respond'])));
    const drawn: Definition = {
      ...many,
      groups: Array.from({ length: 20 }, (_, index) => ({
        id: `g${index}`,
        label: '',
        tint: 'grey',
        nodes: [names[index * 50]!, names[index * 50 + 2]!],
      })),
    };
    const asked = { places: 0, members: 0 };
    const cards = new Map(
      [...cardBoxes(drawn)].map(([id, box]) => {
        const counted = { ...box };
        const get = () => {
          asked.places += 1;
          return box.x;
        };
        Object.defineProperty(counted, 'x', { get });
        return [id, counted] as const;
      }),
    );
    class Counted extends Set<string> {
      override has(id: string): boolean {
        asked.members += 1;
        return super.has(id);
      }
    }
    const frames = framesOf(drawn).map((frame) => ({ ...frame, members: new Counted(frame.members) }));
    const around = frameBoxes(framesOf(drawn), cardBoxes(drawn));
    const strangers = strangersIn(frames, around, cards);
    expect([...strangers.keys()].sort()).toEqual(frames.map((_, index) => `n${index * 50 + 1}`).sort());
    // Each card and each frame: its place once or twice. Who belongs where is asked only of what is within a frame.
    expect(asked.places).toBeLessThanOrEqual(2 * frames.length * cards.size);
    expect(asked.members).toBeLessThanOrEqual(frames.length * (3 + frames.length));
  });

  it('of a group that is dragged as a whole come along', () => {
    const grouped = group(looping, 'a');
    const box = { ...cardBoxes(grouped).get('a')!, y: 5_000 };
    expect(regrouped(framesOf(grouped), boxes(grouped), [{ id: 'a', box }]).size).toBe(0);
  });
});

describe('tidying', () => {
  const outsiders = (definition: Definition) => {
    const cards = cardBoxes(definition);
    const frames = framesOf(definition);
    return [...boxes(definition)].flatMap(([id, box]) => {
      const { members } = frames.find((frame) => frame.id === id)!;
      return [...cards]
        .filter(([node, card]) => !members.has(node) && overlaps(card, box))
        .map(([node]) => `${node} in ${id}`);
    });
  };

  it('leaves nothing else in the frame of a loop or a group', () => {
    const grouped = group(group(looping, 'd'), 'b', 'c');
    expect(outsiders(tidied(looping, []))).toEqual([]);
    expect(outsiders(tidied(grouped, []))).toEqual([]);
  });

  it('lays out a group that the flow leaves and enters again as if it were none', () => {
    const chain = draw({ a: 'manual', b: 'respond', c: 'respond' }, 'a>b', 'b>c');
    expect(tidyLayout(group(chain, 'a', 'c'))).toEqual(tidyLayout(chain));
  });

  it('of a selection moves nothing else', () => {
    const some = tidied(looping, ['a', 'M', 'b']);
    const moved = some.nodes.filter((node, index) => node !== looping.nodes[index]).map(({ id }) => id);
    expect(moved.every((id) => ['a', 'M', 'b'].includes(id))).toBe(true);
  });

  it('takes a note along with the node that it stands beside, and lets one far away stay', () => {
    const note = { id: 'x', text: '', width: 200, height: 80, tint: 'yellow' as const };
    const noted: Definition = {
      ...moveNodes(looping, new Map([['d', { x: 0, y: 3_000 }]])),
      notes: [
        { ...note, position: { x: 0, y: 2_880 } },
        { ...note, id: 'y', position: { x: 9_000, y: 9_000 } },
      ],
    };
    const after = tidied(noted, []);
    const d = after.nodes.find(({ id }) => id === 'd')!.position;
    const [beside, away] = after.notes!;
    expect(beside!.position.x - d.x).toBe(0);
    expect(beside!.position.y).toBeLessThan(d.y);
    expect(away).toBe(noted.notes![1]);
  });
});

describe('the view', () => {
  it('shows everything, frames and notes too, and one small node at its true size', () => {
    const canvas = { width: 1_000, height: 700 };
    const all = viewOf(drawnBoxes(looping), canvas);
    expect(all.zoom).toBeLessThan(0.5);
    const one = viewOf(drawnBoxes(looping, { nodes: ['a'], edges: [] }), canvas);
    expect(one.zoom).toBe(1);
    expect(drawnBoxes(looping, { nodes: ['gone'], edges: [] })).toEqual([]);
    expect(viewOf([], { width: 0, height: 0 }).zoom).toBe(1);
  });

  it.each([
    [2, 1],
    [1, 1],
    [0.5, 2],
    [0.1, 8],
  ])('at zoom %s draws every dot of %s', (zoom, every) => expect(spread(zoom)).toBe(every));
});

describe('the name of an edge', () => {
  it.each([
    ['true', 80, chipWidth('true')],
    ['a case with a very long name', 80, 52],
    ['true', 40, 0],
    ['true', -200, 0],
  ])('%s between cards %s apart is %s wide', (label, gap, width) => {
    expect(roomForLabel({ sourceX: 0, targetX: gap }, label)).toBe(width);
  });
});

describe('typing in a form', () => {
  const seen = (definition: Definition) => ({
    draft: { name: '', definition },
    selection: { nodes: [], edges: [] },
  });
  const selection = { nodes: [], edges: [] };
  const before = { ...seen(draw({ a: 'http_request', b: 'respond' }, 'a>b')), selection };
  const edited = (path: string[], value: unknown) => ({
    draft: { name: '', definition: updateConfig(before.draft.definition, 'a', path, value) },
    selection,
  });
  const input = (definition: Definition) => ({
    definition,
    selected: new Set<string>(),
    marksOf: () => [],
  });

  it('what no card shows draws nothing', () => {
    const now = edited(['headers', 'X-Id'], 'a');
    expect(isDrawnAlike(now, before)).toBe(true);
    const drawn = flowNodes(input(before.draft.definition), []);
    expect(flowNodes(input(now.draft.definition), drawn)).toBe(drawn);
  });

  it('what a card shows draws that card alone', () => {
    const now = edited(['url'], 'https://example.com');
    expect(isDrawnAlike(now, before)).toBe(false);
    const drawn = flowNodes(input(before.draft.definition), []);
    const again = flowNodes(input(now.draft.definition), drawn);
    expect(again.filter((node) => !drawn.includes(node)).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('the text of a note', () => {
  it('has headings, lists and paragraphs', () => {
    expect(parseNote('# A\n- b\n- c\n1. d\n\ne\nf').map(({ kind }) => kind)).toEqual([
      'heading',
      'list',
      'list',
      'paragraph',
    ]);
    // Hours where blanks can be read in two ways and the line ends with what no dot matches.
    expect(parseNote(`# ${' '.repeat(500_000)}x\u2028\n1. ${' '.repeat(500_000)}x\u2028`)).toHaveLength(2);
    expect(parseNote('**b** and *i* `c`')).toEqual([
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'bold', text: 'b' },
            { kind: 'text', text: ' and ' },
            { kind: 'italic', text: 'i' },
            { kind: 'text', text: ' ' },
            { kind: 'code', text: 'c' },
          ],
        ],
      },
    ]);
  });

  it.each([
    ['https://example.com/a', 'https://example.com/a'],
    ['[x](http://example.com)', 'http://example.com/'],
    ['[x](javascript:alert(1))', null],
    ['[x](data:text/html,1)', null],
    ['javascript:alert(1)', null],
    ['<a href="https://example.com">', 'https://example.com'],
  ])('%s leads to %s', (text, href) => {
    const [block] = parseNote(text);
    const links = block?.kind === 'paragraph' ? block.lines.flat().filter(({ kind }) => kind === 'link') : [];
    expect(links.map((link) => (link.kind === 'link' ? link.href : ''))).toEqual(
      href === null ? [] : [expect.stringContaining(href)],
    );
  });

  it('is read in a moment whatever it is', () => {
    for (const part of ['*', '**', '[', '`', '[a](', '# ', '- ', 'https://'])
      expect(parseNote(part.repeat(5_000)).length).toBeGreaterThan(0);
  });

  it('names the note by its first line', () => {
    expect(noteName('\n## **Why** this\nmore')).toBe('Sticky note: Why this');
    expect(noteName(' ')).toBe('Sticky note, empty');
  });
});
