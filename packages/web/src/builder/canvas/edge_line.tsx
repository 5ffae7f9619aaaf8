import { BaseEdge, EdgeLabelRenderer, type EdgeProps, useStore } from '@xyflow/react';
import { type CSSProperties, memo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { MiddleCut } from '../../components/ui/middle_cut.tsx';
import { inserting } from '../../strings/adding.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import type { Selection } from '../document/edits/delete_selection.ts';
import { usePanels } from '../panels.tsx';
import { useResults } from '../results/context.tsx';
import { useCanvas } from './canvas_store.ts';
import { EdgeButtons, type EdgeButtonsProps } from './edge_buttons.tsx';
import { edgeFlow } from './edge_flow.ts';
import { EdgeGrips } from './edge_grips.tsx';
import { edgeShape, roomForLabel } from './edge_label.ts';
import { EdgeProblem } from './edge_problem.tsx';
import { hintShift, type ToolsPlace, toolsPlace } from './edge_tools.ts';
import type { EdgeTone, FlowEdge } from './flow_nodes.ts';

const strokes: Record<EdgeTone, string> = {
  plain: 'var(--control)',
  true: 'var(--success)',
  false: 'var(--danger)',
  error: 'var(--warning)',
};
/** React Flow draws a card that is selected or dragged at 1000. */
const overCards = 1002;
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
  // Of an edge that is selected with others nothing is offered: what is done then is done to all of them.
  const alone = useDocument(({ selection }) => isAlone(selection, id));
  const active = hovered || (Boolean(selected) && alone);
  // A path keeps its colour whatever is wrong with what it brings: that is said by a mark.
  const stroke = selected || lit || aimed ? 'var(--accent)' : strokes[tone];
  const label = data?.label ?? null;
  const room = label === null || back ? 0 : roomForLabel(props, label);
  const tools = toolsPlace(props, { x, y });
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
      {active && <EdgeGrips {...props} />}
      <EdgeLabelRenderer>
        <div
          // A point without a size that centres what is in it: hundreds of transforms would each be a layer to sort.
          className="edge-middle nodrag nopan pointer-events-none absolute flex size-0 items-center justify-center"
          data-active={active || undefined}
          style={{ left: tools.x, top: tools.y, zIndex: active || aimed || tools.raised ? overCards : 0 }}
        >
          {room > 0 && (
            <span
              className={cn(
                'edge-name absolute flex justify-center rounded-xs border bg-surface px-1 font-medium text-xs',
                chips[tone],
              )}
              style={{ maxWidth: room }}
              title={label ?? undefined}
            >
              <MiddleCut text={label!} />
            </span>
          )}
          <span className={cn('absolute', tools.raised ? '-translate-x-6' : '-translate-y-5')}>
            <EdgeProblem edgeId={id} />
          </span>
          {aimed && <InsertHint ends={props} tools={tools} />}
          <Buttons
            edgeId={id}
            active={active}
            chosen={Boolean(selected) && alone}
            quiet={label !== null && !tools.raised}
            raised={tools.raised}
          />
        </div>
      </EdgeLabelRenderer>
    </>
  );
});

function isAlone({ nodes, edges, notes = [] }: Selection, id: string): boolean {
  return edges.length === 1 && edges[0] === id && nodes.length + notes.length === 0;
}

function Buttons(props: EdgeButtonsProps) {
  return useReadOnly() ? null : <EdgeButtons {...props} />;
}

/** What releasing what is dragged would do; as large as it can be read, however far away the drawing is. */
function InsertHint({ ends, tools }: { ends: EdgeProps<FlowEdge>; tools: ToolsPlace }) {
  const transform = useStore((state) => state.transform);
  const scale = Math.max(1, 1 / transform[2]);
  return (
    <span
      role="status"
      className="absolute whitespace-nowrap rounded-sm border border-accent bg-raised px-1.5 py-0.5 text-accent-text text-xs shadow-float"
      style={{ transform: `translateY(${hintShift(ends, tools, transform)}px) scale(${scale})` }}
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
