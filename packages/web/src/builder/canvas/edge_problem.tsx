import { CircleAlert, TriangleAlert } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { knowing } from '../../strings/knowing.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from '../problems/context.tsx';

/** On an edge that brings what its target cannot use: says why, and opens the field. */
export function EdgeProblem({ edgeId }: { edgeId: string }) {
  const problems = useProblems((state) => state.byEdge.get(edgeId));
  const panels = usePanelsStore();
  const [first] = problems ?? [];
  if (!problems || !first?.node_id) return null;
  const serious = problems.some(({ severity }) => severity === 'error');
  const Icon = serious ? CircleAlert : TriangleAlert;
  const reasons = problems.slice(0, 6).map(({ message }) => message);
  return (
    <Tooltip
      side="top"
      label={
        <ul className="flex flex-col gap-0.5">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      }
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={knowing.problems.on_edge(reasons)}
        className={cn(
          'pointer-events-auto flex size-5 shrink-0 items-center justify-center rounded-full border',
          serious
            ? 'border-danger-line bg-danger-soft text-danger'
            : 'border-warning-line bg-warning-soft text-warning',
        )}
        onClick={(event) => {
          event.stopPropagation();
          panels.getState().focus(first.node_id!, first.field);
        }}
      >
        <Icon aria-hidden className="size-3.5" />
      </button>
    </Tooltip>
  );
}
