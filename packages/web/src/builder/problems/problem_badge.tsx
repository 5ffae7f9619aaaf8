import type { Problem, WorkflowNode } from '@millrace/core';
import { CircleDashed } from 'lucide-react';
import { type MouseEvent, type ReactNode, useMemo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { problemWords as words } from '../../strings/problems.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from './context.tsx';
import { countsOf } from './counts.ts';
import { ProblemMarks } from './problem_marks.tsx';
import { openLine, openWords, saidBeside } from './said.ts';

/** How many a tooltip names. */
const most = 6;

/** On a card: how many errors and warnings its node has, which a tooltip names; opens the first. */
export function ProblemBadge({ node }: { node: WorkflowNode }) {
  const problems = useProblems((state) => state.byNode.get(node.id));
  const counts = useMemo(() => countsOf(problems), [problems]);
  // Errors come first.
  const [first] = problems ?? [];
  if (!problems || !first) return null;
  return (
    <BadgeButton
      label={words.of_node(counts)}
      lines={problems.map(({ message }) => saidBeside(message, node))}
      opens={first}
      className={look(counts)}
    >
      <ProblemMarks counts={counts} className="[&_svg]:size-3" />
    </BadgeButton>
  );
}

function look({ errors, warnings }: { errors: number; warnings: number }): string {
  if (warnings === 0) return 'border-danger-line bg-danger-soft';
  // Two colours have one ground.
  return errors > 0 ? 'border-danger-line bg-surface' : 'border-warning-line bg-warning-soft';
}

/** On the card of a node that nobody has finished: what it needs, without blame; opens the field. */
export function OpenBadge({ node }: { node: WorkflowNode }) {
  const open = useProblems((state) => state.openByNode.get(node.id));
  const said = useMemo(() => openWords(open ?? []), [open]);
  const [first] = open ?? [];
  if (!open || !first) return null;
  const { needs, alone } = said;
  return (
    <BadgeButton
      label={openLine(said)}
      lines={[...(needs.length > 0 ? [words.needs_all(needs)] : []), ...alone]}
      opens={open.find(({ field }) => field !== null) ?? first}
      className="max-w-44 border-dashed border-line-strong bg-surface text-muted"
    >
      <CircleDashed aria-hidden className="size-3 shrink-0" />
      <span className="truncate">{openLine(said)}</span>
    </BadgeButton>
  );
}

interface BadgeButtonProps {
  label: string;
  lines: readonly string[];
  opens: Problem;
  className: string;
  children: ReactNode;
}

function BadgeButton({ label, lines, opens, className, children }: BadgeButtonProps) {
  const panels = usePanelsStore();
  const open = (event: MouseEvent) => {
    event.stopPropagation();
    if (opens.node_id !== null) panels.getState().focus(opens.node_id, opens.field);
  };
  return (
    <Tooltip
      side="top"
      label={
        <ul className="flex flex-col gap-0.5">
          {[...new Set(lines)].slice(0, most).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {lines.length > most && <li>{words.more(lines.length - most)}</li>}
        </ul>
      }
    >
      <button
        type="button"
        // The keyboard has the list of problems, and the card says the same.
        tabIndex={-1}
        aria-label={label}
        className={cn(
          'nodrag nopan pointer-events-auto flex h-5 min-w-0 items-center gap-1 rounded-xs border px-1 font-medium text-xs',
          className,
        )}
        onClick={open}
      >
        {children}
      </button>
    </Tooltip>
  );
}
