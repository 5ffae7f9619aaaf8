import { FlaskConical, Play, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { SkeletonRows } from '../../components/ui/skeleton.tsx';
import { testing } from '../../strings/tests.ts';
import { useReadOnly } from '../document/context.tsx';
import { useSeen } from '../properties/use_seen.ts';
import { useTests, useTestsStore } from './context.tsx';
import { EMPTY_TEST } from './empty_test.ts';
import { OutcomeView } from './outcome_view.tsx';
import type { EditedTest } from './test_draft.ts';
import { TestEditor } from './test_editor.tsx';
import { TestList } from './test_list.tsx';
import { useRunTests, useSavedTests } from './use_tests.ts';

const words = testing.saved;

/** The saved tests of the workflow: run one or all, read what is not as expected, change them. */
export function TestsPanel() {
  const saved = useSavedTests({ follow: true });
  const edited = useTests((state) => state.edited);
  const opened = useTests((state) => state.opened);
  const open = useOpenTest();
  if (saved.isPending) return <SkeletonRows rows={3} />;
  if (saved.isError)
    return (
      <ErrorState
        className="py-6"
        title={words.load_failed}
        error={saved.error}
        onRetry={() => void saved.refetch()}
      />
    );
  const isEmpty = saved.data.tests.length === 0 && edited === null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {isEmpty ? (
        <NoTests onNew={() => open.ask(EMPTY_TEST)} />
      ) : (
        <div className="flex min-h-0 flex-1">
          <div className="flex w-80 shrink-0 flex-col border-line border-r">
            <Bar count={saved.data.tests.length} onNew={() => open.ask(EMPTY_TEST)} />
            <TestList tests={saved.data.tests} onOpen={open.ask} />
          </div>
          <div className="min-w-0 flex-1 overflow-y-auto p-4">
            {edited ? <OpenTest key={opened} test={edited} /> : <Choose />}
          </div>
        </div>
      )}
      <ConfirmDialog
        open={open.wanted !== null}
        onOpenChange={(next) => !next && open.forget()}
        title={words.drop_title}
        description={words.drop_body}
        action={words.drop}
        onConfirm={open.drop}
      />
    </div>
  );
}

/** Opens a test; when that would drop what was not saved, somebody is asked first. */
function useOpenTest() {
  const tests = useTestsStore();
  const [wanted, setWanted] = useState<EditedTest | null>(null);
  return {
    ask: (test: EditedTest) => {
      const { edited } = tests.getState();
      if (edited?.changed && !(test.id !== null && edited.id === test.id)) setWanted(test);
      else if (!edited || edited.id !== test.id || test.id === null) tests.getState().edit(test);
    },
    wanted,
    forget: () => setWanted(null),
    drop: () => tests.getState().edit(wanted),
  };
}

function NoTests({ onNew }: { onNew: () => void }) {
  const readOnly = useReadOnly();
  return (
    <EmptyState
      icon={<FlaskConical />}
      title={words.none}
      className="py-6"
      actions={
        !readOnly && (
          <Button onClick={onNew}>
            <Plus aria-hidden />
            {words.new}
          </Button>
        )
      }
    >
      {words.none_hint}
    </EmptyState>
  );
}

function Bar({ count, onNew }: { count: number; onNew: () => void }) {
  const readOnly = useReadOnly();
  const run = useRunTests();
  if (readOnly) return null;
  return (
    <div className="flex items-center gap-2 border-line border-b p-2">
      <Button size="sm" loading={run.isPending} disabled={count === 0} onClick={() => run.mutate(null)}>
        <Play aria-hidden />
        {words.run_all}
      </Button>
      <Button size="sm" variant="ghost" className="ml-auto" onClick={onNew}>
        <Plus aria-hidden />
        {words.new}
      </Button>
      <span className="sr-only" role="status">
        {run.isPending
          ? words.running
          : run.data
            ? words.summary(run.data.report.passed, run.data.report.failed)
            : ''}
      </span>
    </div>
  );
}

function Choose() {
  return <p className="py-6 text-center text-muted text-sm">{words.choose}</p>;
}

function OpenTest({ test }: { test: EditedTest }) {
  const outcome = useTests((state) => (test.id === null ? undefined : state.outcomes.get(test.id)));
  const shown = useRef<HTMLDivElement>(null);
  // It stands above what was just looked at.
  useSeen(shown, outcome);
  return (
    <div className="flex flex-col gap-5">
      {outcome && !test.changed && (
        <div ref={shown} className="scroll-mt-4">
          <OutcomeView outcome={outcome} />
        </div>
      )}
      <TestEditor test={test} />
    </div>
  );
}
