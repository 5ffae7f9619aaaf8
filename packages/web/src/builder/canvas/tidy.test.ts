import type { Definition, NodeGroup, StickyNote } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { type FrameBox, frameBoxes, framesOf, overlaps } from './frames.ts';
import { noteGap } from './layout_notes.ts';
import { tidied } from './tidy.ts';
import { cardBoxes } from './view.ts';

const kinds = ['merge', 'if', 'loop', 'http_request', 'respond'];
const ports: Record<string, string[]> = { if: ['true', 'false'], loop: ['body', 'done'] };
const place = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -600, max: 600 }) });

/** Any drawing: cards and notes anywhere, also one on the other, some nodes in groups. */
const drawing: fc.Arbitrary<Definition> = fc
  .record({
    kinds: fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 9 }),
    ways: fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.nat(1)), { maxLength: 12 }),
    places: fc.array(place, { minLength: 9, maxLength: 9 }),
    notes: fc.array(
      fc.record({
        at: place,
        width: fc.integer({ min: 120, max: 700 }),
        height: fc.integer({ min: 60, max: 500 }),
      }),
      { maxLength: 6 },
    ),
    groups: fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 1 }), { maxLength: 2 }),
  })
  .map(({ kinds: given, ways, places, notes, groups }) => {
    const names = given.map((_, index) => `n${index}`);
    const edges = ways.flatMap(([a, b, port]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const handle = ports[given[from] ?? '']?.[port];
      return from === to || to >= given.length
        ? []
        : [`n${from}${handle === undefined ? '' : `:${handle}`}>n${to}`];
    });
    const drawn = draw(
      Object.fromEntries(names.map((name, index) => [name, given[index]!])),
      ...new Set(edges),
    );
    const taken = new Set<string>();
    const kept = groups.flatMap((members, index): NodeGroup[] => {
      const nodes = members.map((at) => `n${at}`).filter((id) => names.includes(id) && !taken.has(id));
      for (const id of nodes) taken.add(id);
      return nodes.length === 0 ? [] : [{ id: `g${index}`, label: '', tint: 'grey', nodes }];
    });
    return {
      ...drawn,
      nodes: drawn.nodes.map((node, index) => ({ ...node, position: places[index]! })),
      notes: notes.map(
        ({ at, width, height }, index): StickyNote => ({
          id: `note${index}`,
          text: '',
          tint: 'yellow',
          position: at,
          width,
          height,
        }),
      ),
      groups: kept,
    };
  });

function boxesOf(definition: Definition): [string, FrameBox][] {
  const notes = (definition.notes ?? []).map(({ id, position, width, height }): [string, FrameBox] => [
    id,
    { ...position, width, height },
  ]);
  return [...cardBoxes(definition), ...notes];
}

function isWithin(note: FrameBox, frame: FrameBox): boolean {
  const [right, below] = [note.x + note.width, note.y + note.height];
  return (
    note.x >= frame.x &&
    note.y >= frame.y &&
    right <= frame.x + frame.width &&
    below <= frame.y + frame.height
  );
}

function collisions(definition: Definition): string[] {
  const all = boxesOf(definition);
  return all.flatMap(([id, box], index) =>
    all.slice(index + 1).flatMap(([other, its]) => (overlaps(box, its) ? [`${id} on ${other}`] : [])),
  );
}

describe('after tidying, whatever the drawing was', () => {
  it('no card and no note lies on another one', () => {
    fc.assert(
      fc.property(drawing, (before) => {
        expect(collisions(tidied(before, []))).toEqual([]);
      }),
    );
  });

  it('no note touches a card, or the line of a frame', () => {
    fc.assert(
      fc.property(drawing, (before) => {
        const after = tidied(before, []);
        const cards = cardBoxes(after);
        const frames = [...frameBoxes(framesOf(after), cards)];
        for (const [id, note] of boxesOf(after).filter(([name]) => name.startsWith('note'))) {
          const far = { x: note.x - noteGap, y: note.y - noteGap };
          const grown = { ...far, width: note.width + 2 * noteGap, height: note.height + 2 * noteGap };
          for (const [card, box] of cards) expect(overlaps(grown, box), `${id} at ${card}`).toBe(false);
          for (const [frame, box] of frames)
            expect(!overlaps(grown, box) || isWithin(note, box), `${id} at ${frame}`).toBe(true);
        }
      }),
    );
  });

  it('tidying once more moves nothing', () => {
    fc.assert(
      fc.property(drawing, (before) => {
        const once = tidied(before, []);
        expect(tidied(once, [])).toBe(once);
      }),
    );
  });

  it('of a part, no note lies on a card of that part', () => {
    fc.assert(
      fc.property(drawing, fc.nat(8), (before, last) => {
        const part = before.nodes.slice(0, last + 1).map(({ id }) => id);
        const after = tidied(before, part);
        const clashes = collisions(after).filter(
          (clash) => clash.includes(' on note') && part.some((id) => clash.startsWith(`${id} on `)),
        );
        if (part.length > 1 && part.length < before.nodes.length) expect(clashes).toEqual([]);
      }),
    );
  });
});

describe('a note', () => {
  const note = (x: number, y: number, width = 240, height = 160): StickyNote => ({
    id: `${x} ${y}`,
    text: '',
    tint: 'yellow',
    position: { x, y },
    width,
    height,
  });
  const chain = draw({ a: 'manual', b: 'http_request' }, 'a>b');

  it('that lay on a card goes where there is room next to it', () => {
    const after = tidied({ ...chain, notes: [note(320, 20)] }, []);
    expect(after.notes![0]!.position).toEqual({ x: 320, y: 100 });
  });

  it('that lies free stays exactly there', () => {
    const definition = { ...chain, notes: [note(3, -203), note(5_000, 5_001)] };
    expect(tidied(definition, []).notes).toBe(definition.notes);
  });

  it('finds a place at coordinates beyond all measure', () => {
    const far = { ...note(0, 0), position: { x: 1e300, y: -1e300 } };
    expect(tidied({ ...chain, notes: [far, { ...far, id: 'other' }] }, []).notes).toHaveLength(2);
  });
});
