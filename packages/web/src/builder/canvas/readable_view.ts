/** What the canvas shows by itself, after it was tidied or has become smaller: never so small that it cannot be read. Pure. */
import type { Definition } from '@millrace/core';
import type { Viewport } from '@xyflow/react';
import { around } from '../document/edits/align.ts';
import type { Selection } from '../document/edits/delete_selection.ts';
import { firstView } from './first_view.ts';
import { viewWith } from './reveal.ts';
import { drawnBoxes, viewOf } from './view.ts';

/** Below this zoom the names on the cards are guessed and not read. Who asks for all of it (F) gets all of it. */
export const leastZoom = 0.6;

/** Everything where it can be read so; else what is selected, as near to the beginning as it lies; else the beginning. */
export function readableView(
  definition: Definition,
  selection: Selection,
  canvas: { width: number; height: number },
): Viewport {
  const all = viewOf(drawnBoxes(definition), canvas);
  if (all.zoom >= leastZoom) return all;
  const first = firstView(definition, canvas);
  const chosen = drawnBoxes(definition, selection);
  return chosen.length === 0 ? first : viewWith(first, canvas, around(chosen));
}
