/**
 * What the view does when the canvas gets another size: the window, the drawer or the outline took of its room, or gave some
 * back. Pure. Invariants:
 *  1. a view that was moved by a person stays, but for a selected card that would go out of it;
 *  2. a view that was fitted stays fitted; where the canvas got smaller and everything is in view still, nothing moves.
 */
import type { Definition } from '@millrace/core';
import type { Viewport } from '@xyflow/react';
import { around } from '../document/edits/align.ts';
import type { Fitted } from './canvas_store.ts';
import { firstView } from './first_view.ts';
import { viewWith } from './reveal.ts';
import { cardBoxes, drawnBoxes, viewOf } from './view.ts';

interface Size {
  width: number;
  height: number;
}

interface Resized {
  definition: Definition;
  /** The one selected node. */
  selected: string | null;
  view: Viewport;
  before: Size;
  now: Size;
  fitted: Fitted | null;
}

/** The view after it, and how it is fitted then. */
export function viewAfterResize(resized: Resized): { view: Viewport; fitted: Fitted | null } {
  const { definition, view, now, fitted } = resized;
  if (definition.nodes.length === 0) return { view, fitted };
  if (fitted && sameView(fitted.view, view)) {
    const next = stillFits(resized, fitted) ? view : fittedView(definition, fitted.what, now);
    return { view: next, fitted: { what: fitted.what, view: next, size: now } };
  }
  return { view: withSelected(resized), fitted };
}

export function fittedView(definition: Definition, what: Fitted['what'], size: Size): Viewport {
  return what === 'all' ? viewOf(drawnBoxes(definition), size) : firstView(definition, size);
}

export function sameView(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001;
}

function stillFits({ definition, view, now }: Resized, { size }: Fitted): boolean {
  if (now.width > size.width || now.height > size.height) return false;
  return viewWith(view, now, around(drawnBoxes(definition))) === view;
}

function withSelected({ definition, selected, view, before, now }: Resized): Viewport {
  const card = selected === null ? undefined : cardBoxes(definition).get(selected);
  const gotSmaller = now.width < before.width || now.height < before.height;
  return card && gotSmaller ? viewWith(view, now, card) : view;
}
