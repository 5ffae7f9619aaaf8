import type { TestOutcome } from '@millrace/core';
import { toast } from '../../components/ui/toast.tsx';
import { results } from '../../strings/results.ts';
import { useDocumentStore } from '../document/context.tsx';
import { parseJson } from '../expressions/parse_json.ts';
import { useTestsStore } from './context.tsx';
import { knownOf } from './known_of.ts';
import type { EditedTest } from './test_draft.ts';
import { updatedExpectations } from './update_expectations.ts';
import { useRunTests, useSaveTest } from './use_tests.ts';

const words = results.update;

/** Lets the open test expect what its last run did: saved and run again at once, and taken back as quickly. */
export function useUpdateExpectations() {
  const tests = useTestsStore();
  const document = useDocumentStore();
  const save = useSaveTest({ quiet: true });
  const run = useRunTests();

  async function keep(test: EditedTest): Promise<boolean> {
    const { edited } = tests.getState();
    if (edited?.id === test.id) tests.getState().change({ expectations: test.expectations });
    try {
      const saved = await save.mutateAsync(test);
      run.mutate([saved.id]);
      return true;
    } catch {
      // Said by the mutation.
      return false;
    }
  }

  async function update({ result }: TestOutcome): Promise<void> {
    const { edited: before } = tests.getState();
    if (!before || before.id === null || !result) return;
    const { definition } = document.getState().draft;
    const { expectations, changed, kept } = updatedExpectations(
      before.expectations,
      { ...result, error: null },
      new Set(definition.nodes.map(({ key }) => key)),
      knownOf(givenOf(before), definition),
    );
    if (changed === 0) return void toast.info(words.nothing);
    if (!(await keep({ ...before, expectations }))) return;
    toast.success(words.done(changed, kept), {
      action: { label: words.undo, onClick: () => void keep(before) },
    });
  }
  return { update, isPending: save.isPending || run.isPending };
}

function givenOf({ input, mocks, request, at }: EditedTest) {
  const read = (text: string) => {
    const parsed = parseJson(text);
    return parsed.ok ? parsed.value : null;
  };
  return { input: read(input), mocks: read(mocks), request, at };
}
