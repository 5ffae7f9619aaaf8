import { CircleAlert, TriangleAlert } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { knowing } from '../../strings/knowing.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from './context.tsx';

const words = knowing.problems;

/** In the top bar: how much stands in the way of a deploy; opens the list. */
export function ProblemButton() {
  const errors = useProblems(({ all }) => all.filter(({ severity }) => severity === 'error').length);
  const warnings = useProblems(({ all }) => all.length) - errors;
  const panels = usePanelsStore();
  if (errors + warnings === 0) return null;
  const name = words.count(errors, warnings);
  const Icon = errors > 0 ? CircleAlert : TriangleAlert;
  return (
    <Tooltip label={name}>
      <button
        type="button"
        aria-label={name}
        className={cn(
          'flex h-8 items-center gap-1 rounded-md px-2 font-medium text-sm tabular-nums transition-colors duration-150 hover:bg-hover',
          errors > 0 ? 'text-danger' : 'text-warning',
        )}
        onClick={() => panels.getState().openDrawer('problems')}
      >
        <Icon aria-hidden className="size-4" />
        {errors > 0 ? errors : warnings}
      </button>
    </Tooltip>
  );
}
