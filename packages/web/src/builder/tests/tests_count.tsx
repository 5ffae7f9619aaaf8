import { Badge } from '../../components/ui/badge.tsx';
import { useTests } from './context.tsx';
import { useOldOutcomes } from './test_list.tsx';
import { useSavedTests } from './use_tests.ts';

/** How many saved tests there are; once some of them fail, how many do, in red. */
export function TestsCount() {
  const tests = useSavedTests({ follow: false }).data?.tests ?? [];
  const outcomes = useTests((state) => state.outcomes);
  const isOld = useOldOutcomes();
  if (tests.length === 0) return null;
  const failing = tests.filter(({ id, last_result }) => {
    const outcome = isOld ? undefined : outcomes.get(id);
    return outcome ? !outcome.passed : last_result?.current === true && !last_result.passed;
  }).length;
  return <Badge tone={failing > 0 ? 'danger' : 'neutral'}>{failing || tests.length}</Badge>;
}
