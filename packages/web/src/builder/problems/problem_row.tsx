import type { Problem, WorkflowNode } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { WandSparkles } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { text } from '../../strings/builder.ts';
import { knowing } from '../../strings/knowing.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useProblemFix } from './use_problem_fix.ts';

const words = knowing.problems;
const rowClasses =
  'block min-w-0 flex-1 rounded-sm px-1.5 py-1 text-sm transition-colors duration-150 hover:bg-hover';

interface ProblemRowProps {
  problem: Problem;
  /** Undefined: it is about the workflow. */
  node: WorkflowNode | undefined;
}

/** One finding: opens its field, and where it is plain what was meant, mends it with one click. */
export function ProblemRow({ problem, node }: ProblemRowProps) {
  const sentence = (
    <>
      <span className="sr-only">
        {problem.severity === 'error' ? text.problems.error : text.problems.warning}:{' '}
      </span>
      <span className="break-words">{problem.message}</span>
    </>
  );
  if (!node) return <WorkflowProblem problem={problem}>{sentence}</WorkflowProblem>;
  return (
    <div className="flex items-start gap-2">
      <NodeProblem problem={problem} node={node}>
        {sentence}
      </NodeProblem>
      <FixButton problem={problem} node={node} />
    </div>
  );
}

function NodeProblem({
  problem,
  node,
  children,
}: ProblemRowProps & { node: WorkflowNode; children: ReactNode }) {
  const panels = usePanelsStore();
  const open = (event: MouseEvent) => {
    event.preventDefault();
    panels.getState().focus(node.id, problem.field);
  };
  return (
    <a href={`#${node.id}`} className={rowClasses} onClick={open}>
      {children}
    </a>
  );
}

/** What is about the settings is mended there. */
function WorkflowProblem({ problem, children }: { problem: Problem; children: ReactNode }) {
  const id = useDocument((state) => state.workflowId);
  if (!problem.field) return <div className="px-1.5 py-1 text-sm">{children}</div>;
  return (
    <Link to="/workflows/$id" params={{ id }} search={{ tab: 'settings' }} className={rowClasses}>
      {children}
    </Link>
  );
}

function FixButton({ problem, node }: { problem: Problem; node: WorkflowNode }) {
  const fix = useProblemFix(problem, node);
  const readOnly = useReadOnly();
  if (!fix || readOnly) return null;
  return (
    <Button size="sm" aria-label={words.fix(fix.title)} title={fix.title} onClick={fix.apply}>
      <WandSparkles aria-hidden />
      <span className="max-w-64 truncate">{fix.title}</span>
    </Button>
  );
}
