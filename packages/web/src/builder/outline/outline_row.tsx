import { nodeKind } from '@millrace/core';
import { Ban, ChevronRight, CornerDownRight, Pin, Plus, SquareDashed, StickyNote } from 'lucide-react';
import { memo, type ReactNode, type RefObject } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { outline as words } from '../../strings/outline.ts';
import { edgeTone } from '../canvas/flow_nodes.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { StepStatusIcon } from '../canvas/step_mark.tsx';
import { useProblems } from '../problems/context.tsx';
import { countsOf } from '../problems/counts.ts';
import { ProblemMarks } from '../problems/problem_marks.tsx';
import { marksOf } from '../problems/said.ts';
import { useResults } from '../results/context.tsx';
import { isPinned } from '../results/samples.ts';
import { RenameField } from './rename_field.tsx';
import { rowLabel, rowName } from './row_name.ts';
import type { OutlineRow, RowContent } from './rows.ts';

export const rowHeight = 32;
/** Deeper rows are not moved in further: there would be no room for their names. */
const deepest = 12;

interface RowProps {
  row: OutlineRow;
  active: boolean;
  selected: boolean;
  renaming: boolean;
  /** Where it stands, from the top of the tree. */
  top: number;
  on: RowHandlers;
}

export interface RowHandlers {
  press(row: OutlineRow): void;
  open(row: OutlineRow): void;
  toggle(row: OutlineRow): void;
  menu(row: OutlineRow, at: { x: number; y: number }): void;
  renamed(): void;
}

/** One row of the tree. What it shows of tests and problems comes from their stores: an edit draws only what it changed. */
export const Row = memo(function Row({ row, active, selected, renaming, top, on }: RowProps) {
  const { content, level, expanded } = row;
  const nodeId = content.kind === 'node' ? content.node.id : '';
  const status = useResults((state) => state.byNode.get(nodeId)?.status ?? null);
  const pinned = useResults((state) => isPinned(state.samples, nodeId));
  const found = useProblems((state) => state.byNode.get(nodeId));
  const open = useProblems((state) => state.openByNode.get(nodeId));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the business of the tree
    <div
      role="treeitem"
      data-row={row.id}
      tabIndex={active ? 0 : -1}
      aria-label={rowName(row, { status, marks: marksOf(found, open), pinned })}
      aria-level={level}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-expanded={expanded ?? undefined}
      aria-selected={selected}
      className={cn(
        'absolute inset-x-0 flex cursor-default select-none items-center gap-1.5 rounded-sm pr-2 text-sm outline-none',
        'hover:bg-hover focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset',
        selected && 'bg-accent-soft hover:bg-accent-soft',
      )}
      style={{ top, height: rowHeight, paddingLeft: 4 + (Math.min(level, deepest) - 1) * 14 }}
      onClick={() => on.press(row)}
      onDoubleClick={() => on.open(row)}
      onContextMenu={(event) => {
        event.preventDefault();
        on.menu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      <FoldMark expanded={expanded} onToggle={() => on.toggle(row)} />
      {renaming && content.kind === 'node' ? (
        <RenameField node={content.node} onDone={on.renamed} />
      ) : (
        <Content row={row} content={content} />
      )}
      {content.kind === 'node' && !renaming && (
        <span aria-hidden className="ml-auto flex shrink-0 items-center gap-1.5 pl-1">
          {content.node.disabled && <Ban className="size-3.5 text-muted" />}
          {pinned && <Pin className="size-3.5 text-accent" />}
          <ProblemMarks counts={countsOf(found, open)} />
          {status && <StepStatusIcon status={status} className="size-4" />}
        </span>
      )}
    </div>
  );
});

function FoldMark({ expanded, onToggle }: { expanded: boolean | null; onToggle: () => void }) {
  if (expanded === null) return <span className="w-4 shrink-0" />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the arrow keys of the tree do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span
      className="flex size-4 shrink-0 items-center justify-center rounded-xs text-muted hover:text-fg"
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <ChevronRight
        aria-hidden
        className={cn(
          'size-3.5 motion-safe:transition-transform motion-safe:duration-150',
          expanded && 'rotate-90',
        )}
      />
    </span>
  );
}

function Content({ row, content }: { row: OutlineRow; content: RowContent }) {
  const label = rowLabel(row);
  switch (content.kind) {
    case 'node':
      return <NodeContent content={content} label={label} />;
    case 'branch':
      return <BranchContent content={content} label={label} />;
    case 'reference':
      return <Plain icon={<CornerDownRight />} label={label} className="text-muted italic" />;
    case 'section':
      return <Plain label={label} className="font-medium text-muted text-xs" />;
    case 'group':
      return (
        <Plain icon={<SquareDashed />} label={label} more={words.group_of(content.group.nodes.length)} />
      );
    case 'note':
      return <Plain icon={<StickyNote />} label={label} />;
  }
}

function NodeContent({ content, label }: { content: Extract<RowContent, { kind: 'node' }>; label: string }) {
  const { node, follows } = content;
  const kind = nodeKind(node.subtype).label;
  const more = follows.length > 1 ? words.follows(follows) : kind === label ? null : kind;
  return (
    <>
      <NodeIcon
        subtype={node.subtype}
        className={cn('size-5 shrink-0 rounded-sm', node.disabled && 'opacity-50 grayscale')}
      />
      <span
        className={cn('min-w-0 shrink truncate', node.disabled && 'text-muted line-through')}
        title={label}
      >
        {label}
      </span>{' '}
      {more && (
        <span className="min-w-0 shrink-[1000] truncate text-muted text-xs" title={more}>
          {more}
        </span>
      )}
    </>
  );
}

const tones = {
  plain: 'border-line-strong text-muted',
  true: 'border-success-line bg-success-soft text-success',
  false: 'border-danger-line bg-danger-soft text-danger',
  error: 'border-warning-line bg-warning-soft text-warning',
};

function BranchContent({
  content,
  label,
}: {
  content: Extract<RowContent, { kind: 'branch' }>;
  label: string;
}) {
  const { branch, empty } = content;
  return (
    <>
      <span
        className={cn(
          'truncate rounded-xs border px-1.5 text-xs',
          tones[branch.path ? 'plain' : edgeTone(branch.handle)],
        )}
        title={label}
      >
        {label}
      </span>{' '}
      {empty && <span className="text-muted text-xs">{words.nothing_here}</span>}
    </>
  );
}

interface PlainProps {
  icon?: ReactNode;
  label: string;
  more?: string;
  className?: string;
}

function Plain({ icon, label, more, className }: PlainProps) {
  return (
    <>
      {icon && (
        <span aria-hidden className="shrink-0 text-muted [&_svg]:size-4">
          {icon}
        </span>
      )}
      <span className={cn('truncate', className)} title={label}>
        {label}
      </span>{' '}
      {more && <span className="shrink-0 text-muted text-xs">{more}</span>}
    </>
  );
}

interface NoRowsProps {
  readOnly: boolean;
  container: RefObject<HTMLDivElement | null>;
  onAdd: (at: { x: number; y: number }) => void;
}

/** Shown where there are no rows: how the first one comes. */
export function NoRows({ readOnly, container, onAdd }: NoRowsProps) {
  return (
    <div
      ref={container}
      className="flex flex-col items-center gap-3 px-3 py-6 text-center text-muted text-sm"
    >
      {words.empty}
      {!readOnly && (
        <Button
          data-row="first"
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            onAdd({ x: left, y: bottom });
          }}
        >
          <Plus aria-hidden />
          {words.add_first}
        </Button>
      )}
    </div>
  );
}
