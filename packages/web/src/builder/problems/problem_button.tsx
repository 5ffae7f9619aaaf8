import { Tooltip } from '../../components/ui/tooltip.tsx';
import { problemWords } from '../../strings/problems.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from './context.tsx';
import { isNothing } from './counts.ts';
import { ProblemMarks } from './problem_marks.tsx';

/** In the top bar: how much stands in the way of a deploy; opens the list. */
export function ProblemButton() {
  const counts = useProblems((state) => state.counts);
  const panels = usePanelsStore();
  if (isNothing(counts)) return null;
  const name = problemWords.counted(counts);
  return (
    <Tooltip label={name}>
      <button
        type="button"
        aria-label={name}
        className="flex h-8 items-center rounded-md px-2 transition-colors duration-150 hover:bg-hover"
        onClick={() => panels.getState().openDrawer('problems')}
      >
        <ProblemMarks counts={counts} className="text-sm [&_svg]:size-4" />
      </button>
    </Tooltip>
  );
}
