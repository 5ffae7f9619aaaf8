import { nodeKind, type Problem, type WorkflowNode } from '@millrace/core';
import { CircleAlert, CircleCheck, CircleDashed, Settings2, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { text } from '../../strings/builder.ts';
import { knowing } from '../../strings/knowing.ts';
import { problemWords } from '../../strings/problems.ts';
import { flowOrder } from '../canvas/flow_order.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { useProblems } from './context.tsx';
import { NotDeployed } from './not_deployed.tsx';
import { groupProblems, type ProblemGroup } from './problem_groups.ts';
import { ProblemRow } from './problem_row.tsx';

const words = knowing.problems;

/** Every finding: what stops a deploy before what does not, by node; choosing one opens its field. */
export function ProblemList() {
  const problems = useProblems((state) => state.all);
  const open = useProblems((state) => state.open);
  const store = useDocumentStore();
  const groups = useMemo(() => {
    const order = flowOrder(store.getState().draft.definition).map(({ id }) => id);
    return groupProblems({ problems, open }, order);
  }, [problems, open, store]);
  return (
    <>
      <NotDeployed />
      {problems.length + open.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title={text.problems.none} className="py-8">
          {text.problems.none_hint}
        </EmptyState>
      ) : (
        <ul aria-label={text.problems.title} className="flex flex-col gap-3 p-3">
          <Section of="error" title={words.errors} hint={words.errors_hint} groups={groups.errors} />
          <Section of="warning" title={words.warnings} hint={words.warnings_hint} groups={groups.warnings} />
          <Section
            of="open"
            title={problemWords.open_title}
            hint={problemWords.open_hint}
            groups={groups.open}
          />
        </ul>
      )}
    </>
  );
}

const marks = {
  error: { Icon: CircleAlert, tone: 'text-danger', word: text.problems.error },
  warning: { Icon: TriangleAlert, tone: 'text-warning', word: text.problems.warning },
  open: { Icon: CircleDashed, tone: 'text-muted', word: problemWords.open },
};

interface SectionProps {
  of: keyof typeof marks;
  title: (count: number) => string;
  hint: string;
  groups: readonly ProblemGroup[];
}

function Section({ of, title, hint, groups }: SectionProps) {
  if (groups.length === 0) return null;
  const count = groups.reduce((sum, { problems }) => sum + problems.length, 0);
  const { Icon, tone, word } = marks[of];
  return (
    <li>
      <div className="flex items-baseline gap-2 px-1 pb-1.5">
        <h3 className="flex items-center gap-1.5 font-semibold text-sm">
          <Icon aria-hidden className={`size-4 ${tone}`} />
          {title(count)}
        </h3>
        <span className="text-muted text-xs">{hint}</span>
      </div>
      <ul className="flex flex-col gap-1.5">
        {groups.map((group) => (
          <Group key={group.nodeId} group={group} word={word} />
        ))}
      </ul>
    </li>
  );
}

function Group({ group, word }: { group: ProblemGroup; word: string }) {
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
            <ProblemRow problem={problem} node={node} word={word} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function nameOf(node: WorkflowNode | undefined): string {
  return node ? node.label || nodeKind(node.subtype).label : text.problems.workflow;
}
