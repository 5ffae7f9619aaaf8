import type { TestOutcome, WorkflowTest } from '@millrace/core';
import { Check, CircleDashed, type LucideIcon, X } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { testing } from '../../strings/tests.ts';
import { useDocument } from '../document/context.tsx';
import { useTests } from './context.tsx';
import { type EditedTest, testOfSaved } from './test_draft.ts';

const words = testing.saved;

/** The saved tests with how they ended last; the chosen one is open beside. */
export function TestList({
  tests,
  onOpen,
}: {
  tests: readonly WorkflowTest[];
  onOpen: (test: EditedTest) => void;
}) {
  const edited = useTests((state) => state.edited);
  return (
    <ul aria-label={words.list} className="min-h-0 flex-1 overflow-y-auto p-1.5">
      {edited?.id === null && (
        <li>
          <Row name={edited.name} state="unsaved" at={null} current onClick={() => {}} />
        </li>
      )}
      {tests.map((test) => (
        <li key={test.id}>
          <TestRow test={test} current={edited?.id === test.id} onClick={() => onOpen(testOfSaved(test))} />
        </li>
      ))}
    </ul>
  );
}

type State = 'passed' | 'failed' | 'not_run' | 'never_run' | 'unsaved';

function TestRow({ test, current, onClick }: { test: WorkflowTest; current: boolean; onClick: () => void }) {
  const outcome = useTests((state) => state.outcomes.get(test.id));
  const isOld = useOldOutcomes();
  const changed = useTests((state) => state.edited?.id === test.id && state.edited.changed);
  const state = changed ? 'unsaved' : stateOf(test, isOld ? undefined : outcome);
  return (
    <Row
      name={test.name}
      state={state}
      at={test.last_result?.at ?? null}
      current={current}
      onClick={onClick}
    />
  );
}

/** The draft was changed since the tests ran. */
export function useOldOutcomes(): boolean {
  const definition = useDocument((state) => state.draft.definition);
  const ranOn = useTests((state) => state.ranOn);
  return ranOn !== definition;
}

/** What ran here on the draft as it is counts; else what the server knows of the saved draft. */
function stateOf(test: WorkflowTest, outcome: TestOutcome | undefined): State {
  if (outcome) return outcome.passed ? 'passed' : 'failed';
  if (!test.last_result) return 'never_run';
  if (!test.last_result.current) return 'not_run';
  return test.last_result.passed ? 'passed' : 'failed';
}

const looks: Record<State, { icon: LucideIcon; mark: string }> = {
  passed: { icon: Check, mark: 'border-success-line bg-success-soft text-success' },
  failed: { icon: X, mark: 'border-danger-line bg-danger-soft text-danger' },
  not_run: { icon: CircleDashed, mark: 'border-warning-line bg-warning-soft text-warning' },
  never_run: { icon: CircleDashed, mark: 'border-neutral-line bg-neutral-soft text-neutral' },
  unsaved: { icon: CircleDashed, mark: 'border-warning-line bg-warning-soft text-warning' },
};

interface RowProps {
  name: string;
  state: State;
  at: string | null;
  current: boolean;
  onClick: () => void;
}

function Row({ name, state, at, current, onClick }: RowProps) {
  const { icon: Icon, mark } = looks[state];
  return (
    <button
      type="button"
      aria-current={current ? 'true' : undefined}
      onClick={onClick}
      className={cn(
        'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left transition-colors duration-150 hover:bg-hover',
        current && 'bg-hover',
      )}
    >
      <span className={cn('flex size-5 shrink-0 items-center justify-center rounded-full border', mark)}>
        <Icon aria-hidden className="size-3" strokeWidth={2.5} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm" title={name}>
          {name}
        </span>
        <span className="block truncate text-muted text-xs">
          {words[state]}
          {at && state !== 'never_run' && state !== 'unsaved' && (
            <>
              {' · '}
              <RelativeTime at={at} />
            </>
          )}
        </span>
      </span>
    </button>
  );
}
