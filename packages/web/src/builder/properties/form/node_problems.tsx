import type { Problem, WorkflowNode } from '@millrace/core';
import { TriangleAlert } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { FieldError } from '../../../components/ui/field.tsx';
import { useProblems } from '../../problems/context.tsx';
import { saidBeside } from '../../problems/said.ts';
import { problemsOfNode } from './field_problems.ts';
import type { FieldSpec } from './field_spec.ts';

const none: readonly Problem[] = [];

/** What the checks say of the node and no field of its form says. */
export function NodeProblems({ node, fields }: { node: WorkflowNode; fields: readonly FieldSpec[] }) {
  const found = useProblems(useShallow((state) => problemsOfNode(state.byNode.get(node.id) ?? none, fields)));
  if (found.length === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      {found.map((problem) =>
        problem.severity === 'error' ? (
          <FieldError key={problem.message} message={saidBeside(problem.message, node)} />
        ) : (
          <p key={problem.message} className="flex items-start gap-1 text-warning text-xs">
            <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            <span className="min-w-0 break-words">{saidBeside(problem.message, node)}</span>
          </p>
        ),
      )}
    </div>
  );
}
