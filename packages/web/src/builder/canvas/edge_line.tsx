import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react';
import { Plus, Trash2 } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResults } from '../results/context.tsx';
import { edgeFlow } from './edge_flow.ts';
import type { EdgeTone, FlowEdge } from './flow_nodes.ts';
import { useFar } from './use_far.ts';

const strokes: Record<EdgeTone, string> = {
  plain: 'var(--control)',
  true: 'var(--success)',
  false: 'var(--danger)',
  error: 'var(--warning)',
};
const chips: Record<EdgeTone, string> = {
  plain: 'border-line-strong text-muted',
  true: 'border-success-line text-success',
  false: 'border-danger-line text-danger',
  error: 'border-warning-line text-warning',
};

/** An edge with its arrow, the name of its port, and a + that inserts a step. */
export const EdgeLine = memo(function EdgeLine(props: EdgeProps<FlowEdge>) {
  const {
    id,
    source,
    target,
    sourceHandleId,
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    data,
    selected,
  } = props;
  const ends = {
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
  };
  // A curve back to the left would cross both cards.
  const back = targetX < sourceX + 20;
  const [path, x, y] = back
    ? getSmoothStepPath({ ...ends, borderRadius: 14, offset: 28 })
    : getBezierPath({ ...ends, curvature: 0.3 });
  const short = Math.abs(targetX - sourceX) < 100 && Math.abs(targetY - sourceY) < 80;
  const tone = data?.tone ?? 'plain';
  const flow = useResults((state) => edgeFlow(state.byNode, source, target, sourceHandleId ?? 'out'));
  const far = useFar();
  const stroke = selected ? 'var(--accent)' : strokes[tone];
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        markerEnd={`url(#edge-arrow-${selected ? 'selected' : tone})`}
        interactionWidth={24}
        className={cn(flow === 'running' && 'edge-running', flow === 'left' && 'opacity-40')}
        style={{ '--edge': stroke, strokeWidth: selected ? 2 : 1.5 } as CSSProperties}
      />
      {!far && (
        <EdgeLabelRenderer>
          <div
            // A point without a size that centres what is in it: hundreds of transforms would each be a layer to sort.
            className="nodrag nopan pointer-events-none absolute flex size-0 items-center justify-center gap-1"
            style={{ left: x, top: y, zIndex: selected ? 5 : 0 }}
          >
            {data?.label && !short && (
              <span
                className={cn(
                  'max-w-28 shrink-0 truncate rounded-xs border bg-surface px-1 font-medium text-xs',
                  chips[tone],
                )}
              >
                {data.label}
              </span>
            )}
            <EdgeButtons edgeId={id} selected={Boolean(selected)} quiet={short && Boolean(data?.label)} />
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

interface EdgeButtonsProps {
  edgeId: string;
  selected: boolean;
  /** Shown on hover only: beside the ports of a branch there is no room. */
  quiet: boolean;
}

function EdgeButtons({ edgeId, selected, quiet }: EdgeButtonsProps) {
  const readOnly = useReadOnly();
  const store = useDocumentStore();
  const panels = usePanelsStore();
  if (readOnly) return null;
  const button =
    'pointer-events-auto flex size-5 shrink-0 items-center justify-center rounded-full border bg-surface text-muted transition-colors duration-150';
  return (
    <>
      <button
        type="button"
        // The menu of each node reaches the same with the keyboard; a stop for every edge would bury the nodes.
        tabIndex={selected ? 0 : -1}
        aria-label={text.canvas.insert_step}
        title={text.canvas.insert_step}
        className={cn(
          button,
          'border-line-strong hover:border-accent hover:text-accent-text',
          selected && 'size-6',
          quiet && !selected && 'opacity-0 hover:opacity-100 focus-visible:opacity-100',
        )}
        onClick={(event) => {
          event.stopPropagation();
          const box = event.currentTarget.getBoundingClientRect();
          panels
            .getState()
            .openQuickAdd({ at: { x: box.right + 4, y: box.bottom + 4 }, target: { kind: 'edge', edgeId } });
        }}
      >
        <Plus aria-hidden className="size-3" />
      </button>
      {selected && (
        <button
          type="button"
          aria-label={text.canvas.delete_edge}
          title={text.canvas.delete_edge}
          className={cn(button, 'size-6 border-danger-line text-danger hover:bg-danger-soft')}
          onClick={(event) => {
            event.stopPropagation();
            store
              .getState()
              .edit((definition) => deleteSelection(definition, { nodes: [], edges: [edgeId] }));
          }}
        >
          <Trash2 aria-hidden className="size-3.5" />
        </button>
      )}
    </>
  );
}

/** Arrow heads, once per canvas; an edge names the one of its colour. */
export function EdgeArrows() {
  const colours: [string, string][] = [...Object.entries(strokes), ['selected', 'var(--accent)']];
  return (
    <svg aria-hidden className="absolute size-0">
      <defs>
        {colours.map(([name, colour]) => (
          <marker
            key={name}
            id={`edge-arrow-${name}`}
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="12"
            markerHeight="12"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M1 1 L9 5 L1 9 Z" style={{ fill: colour, stroke: 'none' }} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
