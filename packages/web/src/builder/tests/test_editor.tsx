import { Play, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Checkbox } from '../../components/ui/checkbox.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { FoldButton, useFold } from '../../components/ui/fold.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { results } from '../../strings/results.ts';
import { testing } from '../../strings/tests.ts';
import { CallForm } from '../dialogs/test/call_form.tsx';
import { FixedTime, isTime } from '../dialogs/test/fixed_time.tsx';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { JsonEditor } from '../expressions/json_editor.tsx';
import { useResults } from '../results/context.tsx';
import { useTestsStore } from './context.tsx';
import { ExpectationRow } from './expectation_row.tsx';
import { bodyOf, type EditedTest } from './test_draft.ts';
import { useDeleteTest, useRunTests, useSaveTest } from './use_tests.ts';

const words = testing.saved;

/** One test: its name, what it expects, and what it is fed with. */
export function TestEditor({ test }: { test: EditedTest }) {
  const tests = useTestsStore();
  const readOnly = useReadOnly();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-2">
        <Input
          data-test-name
          aria-label={words.name}
          value={test.name}
          maxLength={200}
          readOnly={readOnly}
          className="max-w-md font-medium"
          onChange={(event) => tests.getState().change({ name: event.target.value })}
        />
        {!readOnly && <Actions test={test} />}
      </div>
      <Expectations test={test} />
      <Data test={test} />
    </div>
  );
}

function Actions({ test }: { test: EditedTest }) {
  const save = useSaveTest();
  const run = useRunTests();
  const remove = useDeleteTest();
  const tests = useTestsStore();
  const [asking, setAsking] = useState(false);
  const read = bodyOf(test);
  // Whoever saves a test wants to know whether it passes.
  const saveAndRun = () =>
    save.mutateAsync(test).then(
      (saved) => run.mutate([saved.id]),
      // Said by the mutation.
      () => {},
    );
  const isReady = 'body' in read && test.name.trim() !== '' && (test.at === null || isTime(test.at));
  return (
    <div className="ml-auto flex shrink-0 items-center gap-2">
      {test.id !== null && !test.changed && (
        <Button loading={run.isPending} onClick={() => run.mutate([test.id!])}>
          <Play aria-hidden />
          {words.run}
        </Button>
      )}
      {test.changed && (
        <Button
          variant="primary"
          loading={save.isPending}
          disabled={!isReady}
          onClick={() => void saveAndRun()}
        >
          {words.save}
        </Button>
      )}
      <IconButton
        label={words.delete}
        onClick={() => (test.id === null ? tests.getState().edit(null) : setAsking(true))}
      >
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={words.delete_title(test.name)}
        description={words.delete_body}
        action={words.delete}
        onConfirm={() => test.id !== null && remove.mutate(test.id)}
      />
    </div>
  );
}

function Expectations({ test }: { test: EditedTest }) {
  const tests = useTestsStore();
  const readOnly = useReadOnly();
  const run = useResults((state) => state.run);
  const set = (expectations: EditedTest['expectations']) => tests.getState().change({ expectations });
  const { unticked } = test;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{words.expectations}</h3>
      {unticked && <p className="text-muted text-xs">{results.offered.hint}</p>}
      {test.expectations.length === 0 ? (
        <p className="text-muted text-xs">{words.no_expectations}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {test.expectations.map((expectation, index) => (
            // They have no names of their own, and are added at the end.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index} className="flex items-center gap-2">
              {unticked && !readOnly && (
                <Checkbox
                  aria-label={results.offered.tick(index + 1)}
                  checked={!unticked.includes(expectation)}
                  onCheckedChange={(ticked) => tests.getState().tick(expectation, ticked === true)}
                />
              )}
              <ExpectationRow
                expectation={expectation}
                run={run?.kind === 'test' ? run : null}
                readOnly={readOnly}
                unwanted={unticked?.includes(expectation)}
                onChange={(next) => set(test.expectations.with(index, next))}
                onRemove={() => set(test.expectations.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <Button
          size="sm"
          className="self-start"
          onClick={() => tests.getState().expect({ on: 'status', equals: 'success' })}
        >
          <Plus aria-hidden />
          {words.add}
        </Button>
      )}
    </section>
  );
}

/** Folded: it was recorded, and is looked at seldom. */
function Data({ test }: { test: EditedTest }) {
  const tests = useTestsStore();
  const readOnly = useReadOnly();
  const fold = useFold(test.id === null && test.mocks === '{}');
  const isWebhook = useDocument(({ draft }) =>
    draft.definition.nodes.some(({ subtype }) => subtype === 'webhook'),
  );
  const read = bodyOf(test);
  return (
    <section className="flex flex-col gap-2">
      <FoldButton fold={fold} className="gap-1 self-start font-medium text-sm">
        {words.data}
      </FoldButton>
      {fold.open && (
        <div id={fold.id} className="@container flex flex-col gap-4">
          <div className="grid gap-4 @2xl:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-1">
              <h4 className="text-sm">{words.input}</h4>
              <JsonEditor
                label={words.input}
                value={test.input}
                readOnly={readOnly}
                onChange={(input) => tests.getState().change({ input })}
              />
            </div>
            <div className="flex min-w-0 flex-col gap-1">
              <h4 className="text-sm">{words.mocks}</h4>
              <JsonEditor
                label={words.mocks}
                value={test.mocks}
                readOnly={readOnly}
                onChange={(mocks) => tests.getState().change({ mocks })}
              />
              <p className="text-muted text-xs">{words.mocks_hint}</p>
            </div>
          </div>
          {(isWebhook || test.request !== null) && (
            <CallForm
              request={test.request ?? null}
              readOnly={readOnly}
              onChange={(request) => tests.getState().change({ request })}
            />
          )}
          {!readOnly && <FixedTime value={test.at} onChange={(at) => tests.getState().change({ at })} />}
        </div>
      )}
      {'problem' in read && <FieldError message={words[read.problem]} />}
    </section>
  );
}
