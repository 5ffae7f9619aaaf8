import { nodeKind, type Problem, type WorkflowNode } from '@millrace/core';
import { CircleAlert, CircleCheck, Settings2, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { text } from '../../strings/builder.ts';
import { knowing } from '../../strings/knowing.ts';
import { flowOrder } from '../canvas/flow_order.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { useProblems } from './context.tsx';
import { groupProblems, type ProblemGroup } from './problem_groups.ts';
import { ProblemRow } from './problem_row.tsx';

const words = knowing.problems;

/** Every finding: what stops a deploy before what does not, by node; choosing one opens its field. */
export function ProblemList() {
  const problems = useProblems((state) => state.all);
  const store = useDocumentStore();
  const groups = useMemo(() => {
    const order = flowOrder(store.getState().draft.definition).map(({ id }) => id);
    return groupProblems(problems, order);
  }, [problems, store]);
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck />} title={text.problems.none} className="py-8">
        {text.problems.none_hint}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={text.problems.title} className="flex flex-col gap-3 p-3">
      <Severity title={words.errors} hint={words.errors_hint} groups={groups.errors} serious />
      <Severity title={words.warnings} hint={words.warnings_hint} groups={groups.warnings} />
    </ul>
  );
}

interface SeverityProps {
  title: (count: number) => string;
  hint: string;
  groups: readonly ProblemGroup[];
  serious?: boolean;
}

function Severity({ title, hint, groups, serious = false }: SeverityProps) {
  if (groups.length === 0) return null;
  const count = groups.reduce((sum, { problems }) => sum + problems.length, 0);
  const Icon = serious ? CircleAlert : TriangleAlert;
  return (
    <li>
      <div className="flex items-baseline gap-2 px-1 pb-1.5">
        <h3 className="flex items-center gap-1.5 font-semibold text-sm">
          <Icon aria-hidden className={serious ? 'size-4 text-danger' : 'size-4 text-warning'} />
          {title(count)}
        </h3>
        <span className="text-muted text-xs">{hint}</span>
      </div>
      <ul className="flex flex-col gap-1.5">
        {groups.map((group) => (
          <Group key={group.nodeId} group={group} />
        ))}
      </ul>
    </li>
  );
}

function Group({ group }: { group: ProblemGroup }) {
  const node = useDocument((state) => state.draft.definition.nodes.find(({ id }) => id === group.nodeId));
  return (
    <li className="overflow-hidden rounded-md border border-line">
      <div className="flex items-center gap-2 border-line border-b bg-sunken/50 px-2.5 py-1.5">
        {node ? (
          <NodeIcon subtype={node.subtype} className="size-5 rounded-sm" />
        ) : (
          <Settings2 aria-hidden className="size-4 text-muted" />
        )}
        <span className="min-w-0 truncate font-medium text-sm">{nameOf(node)}</span>
      </div>
      <ul className="p-1">
        {group.problems.map((problem: Problem) => (
          <li key={`${problem.field} ${problem.message}`}>
            <ProblemRow problem={problem} node={node} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function nameOf(node: WorkflowNode | undefined): string {
  return node ? node.label || nodeKind(node.subtype).label : text.problems.workflow;
}
