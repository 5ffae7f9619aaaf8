import { workflowRoutes } from '@millrace/core';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical, ShieldCheck } from 'lucide-react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../../components/ui/button.tsx';
import { DialogContent } from '../../components/ui/dialog.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { testing } from '../../strings/tests.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useResultsStore } from '../results/context.tsx';
import { useTestsStore } from '../tests/context.tsx';
import { PinnedNote } from './pinned_note.tsx';
import { CallForm } from './test/call_form.tsx';
import { FixedTime } from './test/fixed_time.tsx';
import { MockList } from './test/mock_list.tsx';
import { SampleChoice } from './test/sample_choice.tsx';
import { type TestStart, useTestForm } from './test/use_test_form.ts';

const words = text.test;

/** What a test starts with. */
export function TestForm({ close }: { close: () => void }) {
  const form = useTestForm();
  const run = useRunTest(close);
  const upTo = usePanels((state) => state.testUpTo);
  const stop = useDocument((state) => state.draft.definition.nodes.find((node) => node.id === upTo));
  const start = form.start();
  return (
    <DialogContent
      size="md"
      title={words.title}
      description={stop ? words.up_to(stop.label) : words.description}
      footer={
        <>
          {/* Here, not below all the answers: it must be seen where the button is. */}
          {run.error && (
            <div className="mr-auto min-w-0 self-center">
              <FieldError message={messageOf(run.error, words.failed)} />
            </div>
          )}
          <Button onClick={close}>{text.top.cancel}</Button>
          <Button
            variant="primary"
            loading={run.isPending}
            disabled={start === null}
            onClick={() => {
              if (!start) return;
              form.remember();
              run.mutate({ ...start, ...(stop && { stop_at: stop.id }) });
            }}
          >
            <FlaskConical aria-hidden />
            {words.run}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <p className="flex items-start gap-2 rounded-md border border-success-line bg-success-soft px-3 py-2 text-sm">
          <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          <span>
            <strong className="font-medium">{testing.dialog.nothing_goes_out}.</strong>{' '}
            {testing.dialog.nothing_hint}
          </span>
        </p>
        {form.takesInput ? (
          <SampleChoice form={form} />
        ) : (
          <p className="text-muted text-sm">{words.scheduled}</p>
        )}
        {form.trigger?.subtype === 'webhook' && (
          <CallForm request={form.request ?? null} onChange={form.setRequest} />
        )}
        <PinnedNote />
        <MockList form={form} />
        <FixedTime value={form.at} onChange={form.setAt} />
      </div>
    </DialogContent>
  );
}

function useRunTest(close: () => void) {
  const store = useDocumentStore();
  const results = useResultsStore();
  const panels = usePanelsStore();
  const tests = useTestsStore();
  return useMutation({
    mutationFn: (body: TestStart & { stop_at?: string }) => {
      flushFields();
      const { workflowId, draft } = store.getState();
      const workflow_definition = draft.definition as unknown as Record<string, unknown>;
      return call(workflowRoutes.test, {
        params: { id: workflowId },
        body: { ...body, workflow_definition },
      });
    },
    onSuccess: (result, { stop_at, ...given }) => {
      if (given.input !== undefined) {
        const last = results.getState().samples.trigger;
        const kept = typeof last === 'object' && last !== null ? last : {};
        results
          .getState()
          .addSamples({ trigger: { ...kept, ...given.request, data: given.input }, outputs: {} });
      }
      results.getState().showTest(result);
      // A test of a part is none that could be repeated as a whole.
      tests.getState().setGiven(stop_at === undefined ? { ...given, steps: result.steps } : null);
      const failed = result.steps.find((step) => step.status === 'error');
      if (failed) store.getState().select({ nodes: [failed.node_id], edges: [] });
      close();
      panels.getState().openDrawer('steps');
    },
  });
}
