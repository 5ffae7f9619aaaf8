import { useProblems } from './context.tsx';
import { isNothing } from './counts.ts';
import { SaidMarks } from './problem_marks.tsx';

/** Beside the name of what shows them: how many errors and warnings there are, and how much is not filled in yet. */
export function ProblemCount() {
  const counts = useProblems((state) => state.counts);
  return isNothing(counts) ? null : <SaidMarks counts={counts} />;
}
