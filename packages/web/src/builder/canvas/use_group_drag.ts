import { useReactFlow } from '@xyflow/react';
import { type PointerEvent, type RefObject, useCallback } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import type { Point } from '../document/edits/make_node.ts';
import { boxesOfCards, boxOfCard } from './drawn_frames.ts';
import type { FlowNode } from './flow_nodes.ts';
import { type Frame, type FrameBox, frameBoxes, framesOf } from './frames.ts';
import type { useDragging } from './use_dragging.ts';

/** The pointer moves so far before a press becomes a drag. */
const threshold = 3;
const step = 10;

/** Moves a group by its label: its nodes, and the notes that lie wholly in its frame. */
export function useGroupDrag(
  shown: RefObject<readonly FlowNode[]>,
  { begin, place, end }: ReturnType<typeof useDragging>,
) {
  const store = useDocumentStore();
  const { getZoom } = useReactFlow();
  return useCallback(
    (group: Frame, event: PointerEvent) => {
      const from = { x: event.clientX, y: event.clientY };
      const zoom = getZoom();
      let moved: ReadonlyMap<string, Point> | null = null;
      let started: FlowNode[] = [];
      const abort = new AbortController();
      const options = { signal: abort.signal };
      addEventListener(
        'pointermove',
        (to) => {
          const by = { x: (to.clientX - from.x) / zoom, y: (to.clientY - from.y) / zoom };
          if (!moved && Math.hypot(by.x, by.y) * zoom < threshold) return;
          if (!moved) {
            started = carried(group, framesOf(store.getState().draft.definition), shown.current);
            begin(started.map(({ id }) => id));
          }
          moved = shifted(started, by);
          place(moved);
        },
        options,
      );
      const finish = (keep: boolean) => {
        abort.abort();
        if (!moved) return;
        const places = keep ? moved : shifted(started, { x: 0, y: 0 });
        end(
          started.map((node) => ({ ...node, position: places.get(node.id) ?? node.position })),
          false,
        );
      };
      addEventListener('pointerup', () => finish(true), options);
      addEventListener('pointercancel', () => finish(false), options);
      addEventListener(
        'keydown',
        (key) => {
          if (key.key === 'Escape' && moved) finish(false);
        },
        { ...options, capture: true },
      );
    },
    [store, getZoom, shown, begin, place, end],
  );
}

function carried(group: Frame, frames: readonly Frame[], nodes: readonly FlowNode[]): FlowNode[] {
  const box = frameBoxes(frames, boxesOfCards(nodes)).get(group.id);
  return nodes.filter((node) =>
    node.type === 'step' ? group.members.has(node.id) : box !== undefined && isInside(boxOfCard(node), box),
  );
}

function isInside(inner: FrameBox, outer: FrameBox): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function shifted(nodes: readonly FlowNode[], by: Point): Map<string, Point> {
  const x = Math.round(by.x / step) * step;
  const y = Math.round(by.y / step) * step;
  return new Map(nodes.map(({ id, position }) => [id, { x: position.x + x, y: position.y + y }]));
}
