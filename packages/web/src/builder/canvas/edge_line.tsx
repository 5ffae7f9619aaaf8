import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { type CSSProperties, memo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { inserting } from '../../strings/adding.ts';
import { useReadOnly } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';
import { useProblems } from '../problems/context.tsx';
import { useResults } from '../results/context.tsx';
import { useCanvas } from './canvas_store.ts';
import { EdgeButtons } from './edge_buttons.tsx';
import { edgeFlow } from './edge_flow.ts';
import { EdgeGrips } from './edge_grips.tsx';
import { edgeShape, roomForLabel } from './edge_label.ts';
import { EdgeProblem } from './edge_problem.tsx';
import type { EdgeTone, FlowEdge } from './flow_nodes.ts';

const strokes: Record<EdgeTone, string> = {
  plain: 'var(--control)',
  true: 'var(--success)',
  false: 'var(--danger)',
  error: 'var(--warning)',
};
const brokenStrokes = { error: 'var(--danger)', warning: 'var(--warning)' };
const chips: Record<EdgeTone, string> = {
  plain: 'border-line-strong text-muted',
  true: 'border-success-line text-success',
  false: 'border-danger-line text-danger',
  error: 'border-warning-line text-warning',
};

/**
 * An edge with its arrow, the name of its port where there is room for it between the cards, and what can be done with
 * it. From far away only the line is drawn: canvas.css hides the rest, so that nothing has to be rendered again for it.
 */
export const EdgeLine = memo(function EdgeLine(props: EdgeProps<FlowEdge>) {
  const { id, source, target, sourceHandleId, data, selected } = props;
  const { path, x, y, back } = edgeShape(props);
  const tone = data?.tone ?? 'plain';
  const flow = useResults((state) => edgeFlow(state.byNode, source, target, sourceHandleId ?? 'out'));
  const lit = usePanels(({ highlighted }) => highlighted?.edges.has(id) ?? false);
  const hovered = useCanvas((state) => state.hoveredEdge === id);
  const aimed = useCanvas((state) => state.dropEdge === id);
  const broken = useProblems(({ byEdge }) => byEdge.get(id)?.at(0)?.severity);
  const stroke = selected || lit || aimed ? 'var(--accent)' : broken ? brokenStrokes[broken] : strokes[tone];
  const label = data?.label ?? null;
  const room = label === null || back ? 0 : roomForLabel(props, label);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        markerEnd={`url(#edge-arrow-${selected ? 'selected' : tone})`}
        interactionWidth={24}
        className={cn(flow === 'running' && 'edge-running', flow === 'left' && 'opacity-40')}
        style={{ '--edge': stroke, strokeWidth: lit || aimed ? 3 : selected ? 2 : 1.5 } as CSSProperties}
      />
      {(selected || hovered) && <EdgeGrips {...props} />}
      <EdgeLabelRenderer>
        <div
          // A point without a size that centres what is in it: hundreds of transforms would each be a layer to sort.
          className="edge-middle nodrag nopan pointer-events-none absolute flex size-0 items-center justify-center"
          data-active={selected || hovered || undefined}
          style={{ left: x, top: y, zIndex: selected || hovered ? 5 : 0 }}
        >
          {room > 0 && (
            <span
              className={cn(
                'edge-name absolute truncate rounded-xs border bg-surface px-1 text-center font-medium text-xs',
                chips[tone],
              )}
              style={{ maxWidth: room }}
              title={label ?? undefined}
            >
              {label}
            </span>
          )}
          <span className="absolute -translate-y-5">
            <EdgeProblem edgeId={id} />
          </span>
          {aimed && <InsertHint />}
          <Buttons edgeId={id} selected={Boolean(selected)} hovered={hovered} quiet={label !== null} />
        </div>
      </EdgeLabelRenderer>
    </>
  );
});

function Buttons(props: { edgeId: string; selected: boolean; hovered: boolean; quiet: boolean }) {
  return useReadOnly() ? null : <EdgeButtons {...props} />;
}

/** What releasing what is dragged would do. */
function InsertHint() {
  return (
    <span
      role="status"
      className="-translate-y-14 absolute whitespace-nowrap rounded-sm border border-accent bg-raised px-1.5 py-0.5 text-accent-text text-xs shadow-float"
    >
      {inserting.here}
    </span>
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
