import { nodeKind, type Problem } from '@millrace/core';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { text } from '../../strings/builder.ts';
import { useDocument } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from './context.tsx';
import { allProblems } from './store.ts';

/** Every finding, errors first; choosing one opens its field. */
export function ProblemList() {
  const problems = useProblems(useShallow((state) => allProblems(state)));
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck />} title={text.problems.none} className="py-8">
        {text.problems.none_hint}
      </EmptyState>
    );
  }
  const sorted = [...problems].sort(
    (a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'),
  );
  return (
    <ul aria-label={text.problems.title} className="p-1.5">
      {sorted.map((problem) => (
        <li key={`${problem.node_id} ${problem.field} ${problem.message}`}>
          <ProblemRow problem={problem} />
        </li>
      ))}
    </ul>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const panels = usePanelsStore();
  const node = useDocument((state) =>
    state.draft.definition.nodes.find((candidate) => candidate.id === problem.node_id),
  );
  const serious = problem.severity === 'error';
  const Icon = serious ? CircleAlert : TriangleAlert;
  const where = node ? node.label || nodeKind(node.subtype).label : text.problems.workflow;
  const content = (
    <>
      <Icon
        aria-hidden
        className={serious ? 'mt-0.5 size-4 shrink-0 text-danger' : 'mt-0.5 size-4 shrink-0 text-warning'}
      />
      <span className="sr-only">{serious ? text.problems.error : text.problems.warning}:</span>
      <span className="min-w-0 flex-1 break-words text-sm">{problem.message}</span>
      <span className="max-w-48 shrink-0 truncate text-muted text-xs leading-5">{where}</span>
    </>
  );
  const classes = 'flex items-start gap-2 rounded-md px-2 py-1.5';
  if (!node) return <div className={classes}>{content}</div>;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    panels.getState().focus(node.id, problem.field);
  };
  return (
    <a
      href={`#${node.id}`}
      className={`${classes} transition-colors duration-150 hover:bg-hover`}
      onClick={open}
    >
      {content}
    </a>
  );
}
