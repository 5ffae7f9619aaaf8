import { Badge } from '../../components/ui/badge.tsx';
import { useTests } from './context.tsx';
import { useOldOutcomes } from './test_list.tsx';
import { useSavedTests } from './use_tests.ts';

/** How many saved tests there are, red when one of them fails. */
export function TestsCount() {
  const tests = useSavedTests({ follow: false }).data?.tests ?? [];
  const outcomes = useTests((state) => state.outcomes);
  const isOld = useOldOutcomes();
  if (tests.length === 0) return null;
  const fails = tests.some(({ id, last_result }) => {
    const outcome = isOld ? undefined : outcomes.get(id);
    return outcome ? !outcome.passed : last_result?.current === true && !last_result.passed;
  });
  return <Badge tone={fails ? 'danger' : 'neutral'}>{tests.length}</Badge>;
}
