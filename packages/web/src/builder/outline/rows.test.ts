import type { Definition } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connect } from '../document/edits/connect.ts';
import { draw } from '../document/testing.ts';
import { type OutlineRow, outlineRows, rowsAround } from './rows.ts';

const none: ReadonlySet<string> = new Set();

function wordsOf({ content, level }: OutlineRow): string {
  const indent = '  '.repeat(level - 1);
  switch (content.kind) {
    case 'node':
      return `${indent}${content.node.id}${content.follows.length > 0 ? ` after ${content.follows.length}` : ''}`;
    case 'branch': {
      const { path } = content.branch;
      return `${indent}[${path ? `${path.number}/${path.of}` : content.port}]${content.empty ? ' -' : ''}`;
    }
    case 'reference':
      return `${indent}-> ${content.target}`;
    case 'section':
      return `${indent}# ${content.section}`;
    case 'group':
      return `${indent}group ${content.group.label}`;
    case 'note':
      return `${indent}note ${content.note.text}`;
  }
}

const drawn = (definition: Definition, folded = none) => outlineRows(definition, folded).map(wordsOf);

describe('the rows of the outline', () => {
  it('are the steps in the order of the flow', () => {
    const definition = draw({ b: 'respond', t: 'manual', a: 'http_request' }, 't>a', 'a>b');
    expect(drawn(definition)).toEqual(['t', 'a', 'b']);
  });

  it('have branches as groups, and show where these meet once', () => {
    const definition = draw(
      { t: 'manual', k: 'if', a: 'http_request', b: 'http_request', j: 'respond' },
      't>k',
      'k:true>a',
      'k:false>b',
      'a>j',
      'b>j',
    );
    expect(drawn(definition)).toEqual([
      't',
      'k',
      '  [true]',
      '    a',
      '    -> j',
      '  [false]',
      '    b',
      '    -> j',
      'j after 2',
    ]);
  });

  it('say which branch is empty and which leads to the join at once', () => {
    const definition = draw(
      { t: 'manual', s: ['switch', { cases: [{ label: 'Gold' }, {}] }], a: 'respond', j: 'stop' },
      't>s',
      's:case_0>a',
      'a>j',
      's:case_1>j',
    );
    expect(drawn(definition)).toEqual([
      't',
      's',
      '  [Gold]',
      '    a',
      '    -> j',
      '  [case 2]',
      '    -> j',
      '  [else] -',
      'j after 2',
    ]);
  });

  it('nest the body of a loop, and what comes after it', () => {
    const definition = draw(
      { t: 'manual', L: 'loop', M: 'loop', a: 'http_request', b: 'respond' },
      't>L',
      'L:body>M',
      'M:body>a',
      'L:done>b',
    );
    expect(drawn(definition)).toEqual([
      't',
      'L',
      '  [body]',
      '    M',
      '      [body]',
      '        a',
      '      [done] -',
      '  [done]',
      '    b',
    ]);
  });

  it('number what starts side by side', () => {
    const definition = draw(
      { t: 'manual', a: 'http_request', b: 'respond', j: 'stop' },
      't>a',
      't>b',
      'a>j',
      'b>j',
    );
    expect(drawn(definition)).toEqual([
      't',
      '  [1/2]',
      '    a',
      '    -> j',
      '  [2/2]',
      '    b',
      '    -> j',
      'j after 2',
    ]);
  });

  it('keep apart what no trigger leads to, and list groups and notes', () => {
    const definition: Definition = {
      ...draw({ t: 'manual', a: 'respond', b: 'http_request', c: 'stop' }, 't>a', 'b>c'),
      groups: [{ id: 'g', label: 'Out', tint: 'blue', nodes: ['a'] }],
      notes: [{ id: 'n', text: 'Hi', position: { x: 0, y: 0 }, width: 240, height: 160, tint: 'yellow' }],
    };
    expect(drawn(definition)).toEqual([
      't',
      'a',
      '# loose',
      '  b',
      '  c',
      '# groups',
      '  group Out',
      '# notes',
      '  note Hi',
    ]);
  });

  it('fold', () => {
    const definition = draw(
      { t: 'manual', k: 'if', a: 'respond', b: 'stop' },
      't>k',
      'k:true>a',
      'k:false>b',
    );
    expect(drawn(definition, new Set(['branch k:true']))).toEqual([
      't',
      'k',
      '  [true]',
      '  [false]',
      '    b',
    ]);
    expect(drawn(definition, new Set(['k']))).toEqual(['t', 'k']);
    expect(rowsAround(definition, 'a')).toEqual(['k', 'branch k:true']);
  });

  it('show every node of any graph once, with circles too, and count siblings right', () => {
    const ids = ['t', 'u', 'a', 'b', 'c', 'k', 'L'];
    const kinds = {
      t: 'manual',
      u: 'manual',
      a: 'http_request',
      b: 'respond',
      c: 'http_request',
      k: 'if',
      L: 'loop',
    };
    const handles: Record<string, string[]> = { k: ['true', 'false'], L: ['body', 'done'] };
    const ends = fc.tuple(fc.constantFrom(...ids), fc.nat(1), fc.constantFrom(...ids));
    fc.assert(
      fc.property(fc.array(ends, { maxLength: 14 }), fc.boolean(), (edges, wild) => {
        const drawnEdges = edges.map(([source, at, target], index) => {
          const sourceHandle = handles[source]?.[at] ?? 'out';
          return { id: `w${index}`, source, sourceHandle, target, targetHandle: 'in' };
        });
        const definition = wild
          ? { ...draw(kinds), edges: drawnEdges }
          : drawnEdges.reduce<Definition>(connect, draw(kinds));
        const rows = outlineRows(definition, none);
        const shown = rows.flatMap(({ content }) => (content.kind === 'node' ? [content.node.id] : []));
        expect([...shown].sort()).toEqual([...ids].sort());
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        for (const [parent, own] of Map.groupBy(rows, (row) => row.parent)) {
          expect(own.map(({ position }) => position)).toEqual(own.map((_, at) => at + 1));
          expect(own.every(({ siblings }) => siblings === own.length)).toBe(true);
          if (parent !== null) expect(rows.find(({ id }) => id === parent)!.expanded).toBe(true);
        }
      }),
    );
  });

  it('of a thousand steps with branches are made in a moment', () => {
    const nodes: Record<string, string> = { t: 'manual' };
    const edges: string[] = [];
    for (let at = 0; at < 995; at++) {
      nodes[`n${at}`] = at % 5 === 0 ? 'if' : 'http_request';
      edges.push(`${at === 0 ? 't' : (at - 1) % 5 === 0 ? `n${at - 1}:true` : `n${at - 1}`}>n${at}`);
    }
    expect(outlineRows(draw(nodes, ...edges), none).length).toBe(1394);
  });
});
