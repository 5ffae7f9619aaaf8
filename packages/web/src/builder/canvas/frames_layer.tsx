import { ViewportPortal } from '@xyflow/react';
import { Repeat } from 'lucide-react';
import { memo, type PointerEvent, useMemo, useRef } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/canvas.ts';
import { useDocument } from '../document/context.tsx';
import { boxesOfCards, type FrameMemory, rememberedFrames } from './drawn_frames.ts';
import type { FlowNode } from './flow_nodes.ts';
import { type Frame, type FrameBox, frameBoxes, strangersIn } from './frames.ts';
import { GroupLabel } from './group_label.tsx';
import type { Dragging } from './use_dragging.ts';

interface FramesLayerProps {
  nodes: readonly FlowNode[];
  dragging: Dragging | null;
  /** Begins to move a group by its label; left out where nothing can be moved. */
  onMoveGroup?: ((group: Frame, event: PointerEvent) => void) | undefined;
}

/**
 * The frames of loops and groups, behind the nodes. They take no clicks: only the label of a group does. While some nodes
 * of a group are dragged its frame stays, so that one can be dragged out of it.
 */
export function FramesLayer({ nodes, dragging, onMoveGroup }: FramesLayerProps) {
  const frames = useFrames();
  const cards = useMemo(() => (frames.length === 0 ? noCards : boxesOfCards(nodes)), [frames, nodes]);
  const boxes = useMemo(() => frameBoxes(frames, cards), [frames, cards]);
  const strangers = strangersIn(frames, boxes, cards, dragging?.ids);
  if (frames.length === 0) return null;
  return (
    <ViewportPortal>
      {frames.map((frame) => {
        const box = (dragging && resting(frame, dragging)) ?? boxes.get(frame.id);
        if (!box) return null;
        const drop = dropOf(frame, dragging);
        return frame.kind === 'loop' ? (
          <LoopFrame key={frame.id} label={frame.label} depth={frame.depth} {...box} />
        ) : (
          <GroupFrame key={frame.id} frame={frame} drop={drop} onMove={onMoveGroup} {...box} />
        );
      })}
      {[...strangers].map(([id, { box, elsewhere }]) => (
        <Gap key={id} filled={!elsewhere} {...box} />
      ))}
    </ViewportPortal>
  );
}

function useFrames(): readonly Frame[] {
  const memory = useRef<FrameMemory | null>(null);
  return useDocument((state) => {
    memory.current = rememberedFrames(memory.current, state.draft.definition);
    return memory.current.frames;
  });
}

/** The frame of a group of which only a part is dragged stays where it was. */
function resting(frame: Frame, { ids, before }: Dragging): FrameBox | undefined {
  if (frame.kind === 'loop') return undefined;
  let moving = 0;
  for (const id of frame.members) if (ids.has(id)) moving += 1;
  return moving === frame.members.size ? undefined : before.get(frame.id);
}

function dropOf(frame: Frame, dragging: Dragging | null): 'in' | 'out' | null {
  if (dragging?.into === frame.id) return 'in';
  return dragging?.out === frame.id ? 'out' : null;
}

const noCards: ReadonlyMap<string, FrameBox> = new Map();
const placed = 'pointer-events-none absolute';

const LoopFrame = memo(function LoopFrame({
  label,
  depth,
  ...box
}: { label: string; depth: number } & FrameBox) {
  return (
    <div
      aria-hidden
      data-frame="loop"
      className={cn(
        placed,
        'rounded-xl border border-dashed border-tint-logic/60',
        // Each level a little deeper than the one around it.
        depth % 2 === 0 ? 'bg-tint-logic/5' : 'bg-tint-logic/8',
      )}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    >
      <span className="frame-label absolute top-2.5 left-3 flex max-w-[calc(100%-1.5rem)] items-center gap-1.5 font-medium text-tint-logic text-xs">
        <Repeat aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{text.frames.loop(label)}</span>
      </span>
    </div>
  );
});

const gapPadding = 10;

/** Around a card that lies in a frame and does not belong to it: the frame is cut out there. */
const Gap = memo(function Gap({ filled, x, y, width, height }: { filled: boolean } & FrameBox) {
  return (
    <div
      aria-hidden
      data-frame="gap"
      className={cn(placed, 'rounded-lg border border-control border-dashed', filled && 'bg-canvas')}
      style={{
        left: x - gapPadding,
        top: y - gapPadding,
        width: width + 2 * gapPadding,
        height: height + 2 * gapPadding,
      }}
    />
  );
});

interface GroupFrameProps extends FrameBox {
  frame: Frame;
  drop: 'in' | 'out' | null;
  onMove?: ((group: Frame, event: PointerEvent) => void) | undefined;
}

const GroupFrame = memo(function GroupFrame({ frame, drop, onMove, ...box }: GroupFrameProps) {
  const selected = useDocument((state) => state.selection.groups?.includes(frame.of) ?? false);
  return (
    <div
      data-frame="group"
      data-tint={frame.tint}
      data-drop={drop}
      className={cn(
        placed,
        'group-frame rounded-xl border',
        selected && 'outline-2 outline-accent outline-offset-1',
        drop === 'in' && 'outline-2 outline-accent outline-dashed outline-offset-1',
        drop === 'out' && 'opacity-60',
      )}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    >
      <GroupLabel frame={frame} selected={selected} onMove={onMove} />
    </div>
  );
});
