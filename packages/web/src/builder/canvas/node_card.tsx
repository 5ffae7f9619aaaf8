import { handlesOf, type WorkflowNode } from '@millrace/core';
import type { NodeProps } from '@xyflow/react';
import { Ban, EllipsisVertical, StickyNote } from 'lucide-react';
import { memo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { MiddleCut } from '../../components/ui/middle_cut.tsx';
import type { NodeStep } from '../../steps/node_steps.ts';
import { text } from '../../strings/builder.ts';
import { useReadOnly } from '../document/context.tsx';
import { cardHeight, headHeight, portHeight } from '../document/edits/place.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { OpenBadge, ProblemBadge } from '../problems/problem_badge.tsx';
import { CardError } from '../results/card_error.tsx';
import { useResults } from '../results/context.tsx';
import { PinBadge } from '../results/pin_badge.tsx';
import { calledId, useCalledName } from './called_name.ts';
import { useIsFar } from './far.tsx';
import { FarCard } from './far_card.tsx';
import { edgeTone, portLabel, type StepFlowNode } from './flow_nodes.ts';
import { NodeIcon } from './node_icon.tsx';
import { nodeSummary } from './node_summary.ts';
import { SourcePort, TargetPort } from './port.tsx';
import { StepMark, stepRing } from './step_mark.tsx';

/** One node on the canvas: icon, name, what it does, its ports, its problems, and how it went. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<StepFlowNode>) {
  const { node } = data;
  return useIsFar() ? (
    <FarCard node={node} selected={selected} />
  ) : (
    <NearCard node={node} selected={selected} />
  );
});

function NearCard({ node, selected }: { node: WorkflowNode; selected: boolean }) {
  const lit = usePanels((state) => state.highlighted?.nodes.has(node.id) ?? false);
  const step = useResults((state) => state.byNode.get(node.id));
  const readOnly = useReadOnly();
  const handles = handlesOf(node);
  return (
    <div
      className={cn(
        'group relative w-60 rounded-md border bg-surface text-fg transition-shadow duration-150',
        selected ? 'border-accent ring-2 ring-accent/30' : 'border-line-strong hover:border-control',
        step && !selected && stepRing(step.status),
        node.disabled && 'border-dashed',
        lit && 'border-accent ring-2 ring-accent',
      )}
      // React Flow is told this height before the card is drawn.
      style={{ height: cardHeight(node) }}
    >
      <div className="relative flex items-center gap-2.5 px-3" style={{ height: headHeight - 2 }}>
        {node.type !== 'trigger' && <TargetPort connectable={!readOnly} />}
        <NodeIcon subtype={node.subtype} className={cn(node.disabled && 'opacity-50 grayscale')} />
        <CardText node={node} step={step} />
        {!readOnly && <MenuButton node={node} />}
        {handles.length === 1 && (
          <SourcePort
            nodeId={node.id}
            nodeLabel={node.label}
            handle={handles[0]!}
            label={portLabel(node, handles[0]!)}
          />
        )}
      </div>
      {handles.length > 1 && <PortRows node={node} handles={handles} />}
      <CardBadges node={node} step={step} />
    </div>
  );
}

/** The name, and below it what the node does; once it failed, why. */
function CardText({ node, step }: { node: WorkflowNode; step: NodeStep | undefined }) {
  return (
    <div className={cn('min-w-0 flex-1', node.disabled && 'text-muted')}>
      <div className="flex font-medium text-sm leading-5" title={node.label}>
        <MiddleCut text={node.label} />
      </div>
      {step?.status === 'error' && step.error ? (
        <CardError step={step} error={step.error} />
      ) : (
        <Summary node={node} />
      )}
    </div>
  );
}

function Summary({ node }: { node: WorkflowNode }) {
  const called = calledId(node);
  return called ? <CallSummary node={node} called={called} /> : <SummaryLine summary={nodeSummary(node)} />;
}

function CallSummary({ node, called }: { node: WorkflowNode; called: string }) {
  return <SummaryLine summary={nodeSummary(node, useCalledName(called))} />;
}

function SummaryLine({ summary }: { summary: string }) {
  return (
    <div className="truncate text-muted text-xs" title={summary}>
      {summary}
    </div>
  );
}

function MenuButton({ node }: { node: WorkflowNode }) {
  const panels = usePanelsStore();
  return (
    <button
      type="button"
      aria-label={text.canvas.menu_of(node.label)}
      aria-haspopup="menu"
      className="node-menu nodrag nopan absolute right-1.5 flex size-6 items-center justify-center rounded-sm bg-surface text-muted shadow-[0_0_0_4px_var(--surface)] hover:bg-hover hover:text-fg"
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        panels.getState().openNodeMenu({ nodeId: node.id, at: { x: box.left, y: box.bottom } });
      }}
    >
      <EllipsisVertical aria-hidden className="size-4" />
    </button>
  );
}

const portTexts = { plain: 'text-muted', true: 'text-success', false: 'text-danger', error: 'text-warning' };

/** One row for each output where there are several, so that every dot stands beside its name. */
function PortRows({ node, handles }: { node: WorkflowNode; handles: readonly string[] }) {
  return (
    <ul className="border-line border-t pb-1 pt-0.5">
      {handles.map((handle) => {
        const label = portLabel(node, handle);
        return (
          <li
            key={handle}
            data-port={handle}
            className="relative flex items-center justify-end pr-3.5 pl-12"
            style={{ height: portHeight }}
          >
            <span
              className={cn('flex min-w-0 font-medium text-xs', portTexts[edgeTone(handle)])}
              title={label ?? undefined}
            >
              <MiddleCut text={label ?? text.canvas.next} />
            </span>
            <SourcePort nodeId={node.id} nodeLabel={node.label} handle={handle} label={label} />
          </li>
        );
      })}
    </ul>
  );
}

function CardBadges({ node, step }: { node: WorkflowNode; step: NodeStep | undefined }) {
  return (
    <div className="pointer-events-none absolute -top-2.5 right-2 flex items-center gap-1">
      {node.disabled && (
        <span className="flex h-5 items-center gap-1 rounded-xs border border-neutral-line bg-neutral-soft px-1 text-neutral text-xs">
          <Ban aria-hidden className="size-3" />
          {text.canvas.disabled}
        </span>
      )}
      {node.notes && (
        <span
          title={node.notes}
          className="pointer-events-auto flex size-5 items-center justify-center rounded-xs border border-line-strong bg-surface text-muted"
        >
          <StickyNote aria-hidden className="size-3" />
          <span className="sr-only">{node.notes}</span>
        </span>
      )}
      <PinBadge node={node} />
      <OpenBadge node={node} />
      <ProblemBadge node={node} />
      {step && <StepMark step={step} />}
    </div>
  );
}
