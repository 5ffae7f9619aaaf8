import type { Step } from '@millrace/core';
import { ClipboardCheck } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { testing } from '../../strings/tests.ts';
import { useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useResults } from '../results/context.tsx';
import { useTests } from './context.tsx';
import { expectationOfStep } from './test_draft.ts';
import { useTestOfRun } from './use_test_of_run.ts';

const words = testing.results;

/** Makes what a step gave, or was called with, an expectation of the open test, or of a new one made from this run. */
export function ExpectButton({ step, what }: { step: Step; what: 'output' | 'input' }) {
  const readOnly = useReadOnly();
  const panels = usePanelsStore();
  const isTest = useResults((state) => state.run?.kind === 'test');
  const hasTest = useTests((state) => state.edited !== null);
  const given = useTestOfRun();
  if (readOnly || !isTest || step.kept || !(hasTest || given.isPossible)) return null;
  if (what === 'input' && (!step.mocked || step.input === undefined)) return null;
  const add = () => {
    const test = given.openOr();
    if (!test) return;
    given.expect(expectationOfStep(step, what));
    toast.success(words.expected(test.name), {
      action: { label: words.show_test, onClick: () => panels.getState().openDrawer('tests') },
    });
  };
  return (
    <Button size="sm" variant="ghost" onClick={add}>
      <ClipboardCheck aria-hidden />
      {what === 'output' ? words.expect : words.expect_call}
    </Button>
  );
}
