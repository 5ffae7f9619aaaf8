import { type Definition, workflowRoutes } from '@millrace/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { eventTypesQuery } from '../../api/queries.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { JsonEditor } from '../expressions/json_editor.tsx';
import { parseJson } from '../expressions/parse_json.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useResultsStore } from '../results/context.tsx';
import { pinnedMocks } from '../results/samples.ts';
import { MockList } from './mock_list.tsx';
import { PinnedNote } from './pinned_note.tsx';
import { asText, mockedNodes, startInput, startMock, triggerOf } from './run_input.ts';

const words = text.test;

/** Tries the draft as it is on the canvas: sample input, mocks for what would go out, and the results in the drawer. */
export function TestDialog() {
  const open = usePanels((state) => state.dialog === 'test');
  const panels = usePanelsStore();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && panels.getState().openDialog(null)}>
      {open && <OpenTestDialog close={() => panels.getState().openDialog(null)} />}
    </Dialog>
  );
}

function OpenTestDialog({ close }: { close: () => void }) {
  const form = useTestForm();
  const run = useRunTest(close);
  const upTo = usePanels((state) => state.testUpTo);
  const stop = useDocument((state) => state.draft.definition.nodes.find((node) => node.id === upTo));
  const body = form.body();
  return (
    <DialogContent
      size="md"
      title={words.title}
      description={stop ? words.up_to(stop.label) : words.description}
      footer={
        <>
          <Button onClick={close}>{text.top.cancel}</Button>
          <Button
            variant="primary"
            loading={run.isPending}
            disabled={body === null}
            onClick={() => body && run.mutate({ ...body, ...(stop && { stop_at: stop.id }) })}
          >
            <FlaskConical aria-hidden />
            {words.run}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {form.takesInput ? (
          <section className="flex flex-col gap-1">
            <div className="flex items-center justify-between">
              <h3 className="font-medium text-sm">{words.input}</h3>
              {form.canReset && (
                <Button size="sm" variant="ghost" onClick={form.reset}>
                  {words.reset}
                </Button>
              )}
            </div>
            <p className="text-muted text-xs">{words.input_hint}</p>
            <JsonEditor label={words.input} value={form.input} onChange={form.setInput} />
          </section>
        ) : (
          <p className="text-muted text-sm">{words.scheduled}</p>
        )}
        <PinnedNote />
        <MockList mocks={form.mocks} onChange={form.setMock} />
        {run.error && <FieldError message={messageOf(run.error, words.failed)} />}
      </div>
    </DialogContent>
  );
}

interface TestBody {
  input?: unknown;
  mocks: Record<string, unknown>;
}

/** The texts of the editors, and what they stand for once all of them are JSON. */
function useTestForm() {
  const store = useDocumentStore();
  const manifests = useManifests();
  const results = useResultsStore();
  const eventTypes = useQuery(eventTypesQuery()).data;
  const [definition] = useState<Definition>(() => store.getState().draft.definition);
  const trigger = triggerOf(definition);
  const eventSample = eventTypes?.data.find((type) => type.name === trigger?.config.event_type)?.sample;
  const first = asText(startInput(definition, results.getState().samples, eventSample));
  // Null until somebody types: what arrives late (the sample of an event type) may still fill the editor.
  const [typed, setTyped] = useState<string | null>(null);
  const [mocks, setMocks] = useState(() =>
    mockedNodes(definition, manifests).map(({ node, operation }) => ({
      node,
      text: asText(startMock(node, operation, results.getState().samples)),
    })),
  );
  const takesInput = trigger?.subtype !== 'schedule';
  const input = typed ?? first;

  function body(): TestBody | null {
    const given = parseJson(takesInput ? input : '');
    const entries = mocks.map((mock) => ({ key: mock.node.key, parsed: parseJson(mock.text) }));
    if (!given.ok || entries.some(({ parsed }) => !parsed.ok)) return null;
    const filled = entries.flatMap(({ key, parsed }) =>
      parsed.ok && parsed.value !== undefined ? [[key, parsed.value] as const] : [],
    );
    const pinned = pinnedMocks(results.getState().samples, definition.nodes);
    const mocked = { ...pinned, ...Object.fromEntries(filled) };
    return { ...(given.value !== undefined && { input: given.value }), mocks: mocked };
  }

  return {
    takesInput,
    input,
    setInput: setTyped,
    canReset: typed !== null && typed !== first,
    reset: () => setTyped(null),
    mocks,
    setMock: (nodeId: string, next: string) =>
      setMocks((all) => all.map((mock) => (mock.node.id === nodeId ? { ...mock, text: next } : mock))),
    body,
  };
}

function useRunTest(close: () => void) {
  const store = useDocumentStore();
  const results = useResultsStore();
  const panels = usePanelsStore();
  return useMutation({
    mutationFn: (body: TestBody & { stop_at?: string }) => {
      const { workflowId, draft } = store.getState();
      const workflow_definition = draft.definition as unknown as Record<string, unknown>;
      return call(workflowRoutes.test, {
        params: { id: workflowId },
        body: { ...body, workflow_definition },
      });
    },
    onSuccess: (result, { input }) => {
      if (input !== undefined) {
        const last = results.getState().samples.trigger;
        const kept = typeof last === 'object' && last !== null ? last : {};
        results.getState().addSamples({ trigger: { ...kept, data: input }, outputs: {} });
      }
      results.getState().showTest(result);
      const failed = result.steps.find((step) => step.status === 'error');
      if (failed) store.getState().select({ nodes: [failed.node_id], edges: [] });
      close();
      panels.getState().openDrawer('steps');
    },
  });
}
