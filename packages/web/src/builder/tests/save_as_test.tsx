import { ClipboardCheck } from 'lucide-react';
import { laterFocus } from '../../components/focus_later.ts';
import { Button } from '../../components/ui/button.tsx';
import { testing } from '../../strings/tests.ts';
import { useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useTests } from './context.tsx';
import { useTestOfRun } from './use_test_of_run.ts';

/** Makes a test of the test run that is shown: its input, its answers, and that it ends and calls as it did. */
export function SaveAsTest() {
  const readOnly = useReadOnly();
  const panels = usePanelsStore();
  const unsaved = useTests((state) => state.edited?.changed === true);
  const run = useTestOfRun();
  if (readOnly || !run.isPossible) return null;
  return (
    <Button
      size="sm"
      title={testing.results.save_as_test}
      onClick={() => {
        // What is being edited is not lost: it is shown instead.
        if (!unsaved) run.make();
        panels.getState().openDrawer('tests');
        focusName();
      }}
    >
      <ClipboardCheck aria-hidden />
      <span className="@max-[50rem]:sr-only">{testing.results.save_as_test}</span>
    </Button>
  );
}

/** The button goes with the results; the list of tests may still be loading. */
function focusName(): void {
  const field = () => document.querySelector<HTMLInputElement>('[data-test-name]');
  laterFocus().after(
    0,
    () => {
      field()?.focus();
      field()?.select();
    },
    undefined,
    () => field() !== null,
  );
}
