import { parseDefinition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { nodeWidth } from '../document/edits/place.ts';
import { fittedView, viewAfterResize } from './after_resize.ts';
import type { Fitted } from './canvas_store.ts';

const definition = parseDefinition({
  nodes: [0, 1, 2, 3].map((column) => ({
    id: `n${column}`,
    type: column === 0 ? 'trigger' : 'action',
    subtype: column === 0 ? 'manual' : 'data_transform',
    key: column === 0 ? undefined : `k${column}`,
    label: `Step ${column}`,
    position: { x: column * 320, y: 160 },
    config: {},
  })),
  edges: [],
});
const large = { width: 1400, height: 800 };
const small = { width: 700, height: 400 };
const fittedTo = (size: typeof large, what: Fitted['what'] = 'all'): Fitted => ({
  what,
  view: fittedView(definition, what, size),
  size,
});
const after = (given: Partial<Parameters<typeof viewAfterResize>[0]>) =>
  viewAfterResize({
    definition,
    selected: null,
    view: { x: 0, y: 0, zoom: 1 },
    before: large,
    now: small,
    fitted: null,
    ...given,
  });
const left = (view: { x: number; zoom: number }, column: number) => column * 320 * view.zoom + view.x;

describe('when the canvas gets another size', () => {
  for (const what of ['all', 'first'] as const)
    it(`what was fitted (${what}) is fitted to the new size, and to the old one again`, () => {
      const fitted = fittedTo(large, what);
      const smaller = after({ fitted, view: fitted.view });
      expect(smaller.view).toEqual(fittedView(definition, what, small));
      const back = after({ fitted: smaller.fitted, view: smaller.view, before: small, now: large });
      expect(back.view).toEqual(fitted.view);
    });

  it('nothing moves where it got smaller and everything is in view still', () => {
    const fitted = fittedTo(large);
    const now = { width: large.width, height: large.height - 20 };
    const next = after({ fitted, view: fitted.view, now });
    expect(next.view).toBe(fitted.view);
    expect(next.fitted?.size).toEqual(now);
  });

  it('a view that somebody has moved stays, and a fitted one from before does not come back', () => {
    const fitted = fittedTo(large);
    const view = { ...fitted.view, x: fitted.view.x + 40 };
    expect(after({ fitted, view })).toEqual({ view, fitted });
  });

  it('the selected card comes into view, by no more than it has to', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    const next = after({ view, selected: 'n2' }).view;
    expect(left(next, 2) + nodeWidth).toBeLessThanOrEqual(small.width);
    expect(left(next, 2) + nodeWidth).toBeGreaterThan(small.width - 100);
    expect(next.zoom).toBe(1);
    expect(after({ view, selected: 'n1' }).view).toBe(view);
  });

  it('the selected card stays where it is where the canvas got larger', () => {
    const view = { x: -2_000, y: 0, zoom: 1 };
    expect(after({ view, selected: 'n1', before: small, now: large }).view).toBe(view);
  });

  it('an empty workflow has nothing to fit', () => {
    const view = { x: 5, y: 5, zoom: 1 };
    const fitted = { what: 'first' as const, view, size: large };
    expect(after({ definition: { ...definition, nodes: [] }, view, fitted })).toEqual({ view, fitted });
  });
});
