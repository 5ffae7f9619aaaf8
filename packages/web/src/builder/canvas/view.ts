/** What of the drawing the canvas shows: computed from where things are, so that it is right at once. */
import type { Definition } from '@millrace/core';
import { type ReactFlowInstance, useReactFlow, type Viewport } from '@xyflow/react';
import { useMemo } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { around } from '../document/edits/align.ts';
import type { Selection } from '../document/edits/delete_selection.ts';
import { cardHeight, nodeWidth } from '../document/edits/place.ts';
import type { DocumentStore } from '../document/store.ts';
import { canvasBox, motionMs } from './canvas_element.ts';
import { type CanvasStore, useCanvasStore } from './canvas_store.ts';
import { fitPadding } from './fit_padding.ts';
import { type FrameBox, frameBoxes, framesOf } from './frames.ts';

export const zoomLimits = { min: 0.1, max: 2 } as const;

/** Of a selection nothing is shown larger than this: one small node shall not fill the screen. */
const largestFit = 1;

/** Where the cards of a definition are; their heights as drawn where `heightOf` knows them. */
export function cardBoxes(
  definition: Definition,
  heightOf?: (id: string) => number | undefined,
): Map<string, FrameBox> {
  return new Map(
    definition.nodes.map((node) => [
      node.id,
      { ...node.position, width: nodeWidth, height: heightOf?.(node.id) ?? cardHeight(node) },
    ]),
  );
}

/** Everything that is drawn, frames and notes included; of a selection only that. */
export function drawnBoxes(definition: Definition, selection?: Selection): FrameBox[] {
  const cards = cardBoxes(definition);
  const frames = frameBoxes(framesOf(definition), cards);
  const notes = (definition.notes ?? []).map(({ id, position, width, height }) => ({
    id,
    box: { ...position, width, height },
  }));
  if (!selection) return [...cards.values(), ...frames.values(), ...notes.map(({ box }) => box)];
  const ends = definition.edges
    .filter((edge) => selection.edges.includes(edge.id))
    .flatMap((edge) => [edge.source, edge.target]);
  const chosen = [
    ...[...selection.nodes, ...ends].map((id) => cards.get(id)),
    ...(selection.groups ?? []).map((id) => frames.get(`group/${id}`)),
    ...notes.filter(({ id }) => selection.notes?.includes(id)).map(({ box }) => box),
  ];
  return chosen.filter((box) => box !== undefined);
}

const pixels = (side: keyof typeof fitPadding) => Number.parseInt(fitPadding[side], 10);

/** The view that shows boxes in the middle of a canvas of so many pixels, at most at their true size. */
export function viewOf(boxes: readonly FrameBox[], canvas: { width: number; height: number }): Viewport {
  const all = around(boxes);
  const room = {
    width: Math.max(1, canvas.width - pixels('left') - pixels('right')),
    height: Math.max(1, canvas.height - pixels('top') - pixels('bottom')),
  };
  const fit = Math.min(
    largestFit,
    room.width / Math.max(1, all.width),
    room.height / Math.max(1, all.height),
  );
  const zoom = Math.min(zoomLimits.max, Math.max(zoomLimits.min, fit));
  return {
    x: pixels('left') + (room.width - all.width * zoom) / 2 - all.x * zoom,
    y: pixels('top') + (room.height - all.height * zoom) / 2 - all.y * zoom,
    zoom,
  };
}

export interface View {
  zoomIn(): void;
  zoomOut(): void;
  /** Back to true size, around the middle. */
  actualSize(): void;
  fit(): void;
  /** Shows what is selected; everything where nothing is. */
  toSelection(): void;
}

/** The commands that move the view. */
export function useView(): View {
  const flow = useReactFlow();
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  return useMemo(
    () => viewCommands(flow as unknown as ReactFlowInstance, store, canvas),
    [flow, store, canvas],
  );
}

function viewCommands(flow: ReactFlowInstance, store: DocumentStore, canvas: CanvasStore): View {
  const show = (boxes: readonly FrameBox[], isAll = false) => {
    const size = canvasBox();
    if (!size || boxes.length === 0) return;
    const view = viewOf(boxes, size);
    if (isAll)
      canvas.getState().keepFitted({ what: 'all', view, size: { width: size.width, height: size.height } });
    void flow.setViewport(view, { duration: motionMs() });
  };
  const fit = () => show(drawnBoxes(store.getState().draft.definition), true);
  return {
    zoomIn: () => void flow.zoomIn({ duration: motionMs() }),
    zoomOut: () => void flow.zoomOut({ duration: motionMs() }),
    actualSize: () => void flow.zoomTo(1, { duration: motionMs() }),
    fit,
    toSelection() {
      const { selection, draft } = store.getState();
      const boxes = drawnBoxes(draft.definition, selection);
      if (boxes.length > 0) show(boxes);
      else fit();
    },
  };
}
