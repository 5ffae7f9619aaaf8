import type { Problem, WorkflowNode } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { WandSparkles } from 'lucide-react';
import { type MouseEvent, type ReactNode, useMemo } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { knowing } from '../../strings/knowing.ts';
import { problemWords } from '../../strings/problems.ts';
import { useOperation } from '../catalog.tsx';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { fieldsOf } from '../properties/form/field_spec.ts';
import { saidBeside, unsaid } from './said.ts';
import { useProblemFix } from './use_problem_fix.ts';

const words = knowing.problems;
const rowClasses =
  'block min-w-0 flex-1 rounded-sm px-1.5 py-1 text-sm transition-colors duration-150 hover:bg-hover';

interface ProblemRowProps {
  problem: Problem;
  /** Undefined: it is about the workflow. */
  node: WorkflowNode | undefined;
  /** What kind of finding it is, for who does not see under which heading it stands. */
  word: string;
}

/** One finding: opens its field, and where it is plain what was meant, mends it with one click. */
export function ProblemRow({ problem, node, word }: ProblemRowProps) {
  if (!node) return <WorkflowProblem problem={problem} word={word} />;
  return (
    <div className="flex items-start gap-2">
      <NodeProblem problem={problem} node={node} word={word} />
      <FixButton problem={problem} node={node} />
    </div>
  );
}

function Sentence({ before, children }: { before: string; children: ReactNode }) {
  return (
    <>
      <span className="sr-only">{before}</span>
      <span className="break-words">{children}</span>
    </>
  );
}

function NodeProblem({ problem, node, word }: ProblemRowProps & { node: WorkflowNode }) {
  const panels = usePanelsStore();
  const said = saidBeside(problem.message, node, useKind(node, problem.field));
  const open = (event: MouseEvent) => {
    event.preventDefault();
    panels.getState().focus(node.id, problem.field);
  };
  return (
    <a href={`#${node.id}`} className={rowClasses} onClick={open}>
      <Sentence before={`${word}: ${unsaid(problem.message, said, node)}`}>{said}</Sentence>
    </a>
  );
}

/** The control of the field that a finding is about. */
function useKind({ subtype }: WorkflowNode, field: string | null) {
  const operation = useOperation(subtype);
  return useMemo(
    () => (field === null ? undefined : fieldsOf(operation?.input).find(({ name }) => name === field)?.kind),
    [operation, field],
  );
}

const ofSettings = { label: 'Workflow settings' };

/** What is about the settings is mended there. */
function WorkflowProblem({ problem, word }: Pick<ProblemRowProps, 'problem' | 'word'>) {
  const id = useDocument((state) => state.workflowId);
  const { field, message, check } = problem;
  if (field === null) {
    const said = check === 'trigger' ? problemWords.no_trigger : message;
    return (
      <div className="px-1.5 py-1 text-sm">
        <Sentence before={`${word}: ${said === message ? '' : `${message}. `}`}>{said}</Sentence>
      </div>
    );
  }
  const said = saidBeside(message, ofSettings);
  return (
    <Link to="/workflows/$id" params={{ id }} search={{ tab: 'settings', field }} className={rowClasses}>
      <Sentence before={`${word}: ${unsaid(message, said, ofSettings)}`}>{said}</Sentence>
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
