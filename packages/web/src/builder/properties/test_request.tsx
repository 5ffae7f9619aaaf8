import { type Failure, type WorkflowNode, workflowRoutes } from '@millrace/core';
import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { formatDuration, sentences } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { outcomeOf } from '../expressions/evaluate.ts';
import { useResultsStore } from '../results/context.tsx';
import { ValueView } from '../results/value_view.tsx';
import { useNodeForm } from './form/node_form_context.tsx';

const words = text.properties;

/** Sends this one request for real, on purpose; the answer becomes the sample of the steps after it. */
export function TestRequest({ node }: { node: WorkflowNode }) {
  const [asking, setAsking] = useState(false);
  const workflow_id = useDocument((state) => state.workflowId);
  const readOnly = useReadOnly();
  const { scope } = useNodeForm();
  const results = useResultsStore();
  const request = useMutation({
    mutationFn: () => {
      const { step: _, workflow: __, execution: ___, ...input_context } = scope;
      return call(workflowRoutes.runNode, {
        body: { workflow_id, node: node as unknown as Record<string, unknown>, input_context },
      });
    },
    onSuccess: (answer) => {
      if (answer.status === 'success') results.getState().setSample(node.id, answer.output);
    },
  });
  const shown = useRef<HTMLDivElement>(null);
  const settledAt = request.isPending ? 0 : request.submittedAt;
  // The form is long and the answer stands at its end.
  useEffect(() => {
    if (settledAt) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [settledAt]);
  if (readOnly) return null;
  const answer = request.data;
  const failure = answer?.error as Failure | null | undefined;
  return (
    <section className="flex flex-col gap-3 border-line border-t pt-4">
      <Button className="self-start" loading={request.isPending} onClick={() => setAsking(true)}>
        <Send aria-hidden />
        {words.test_request}
      </Button>
      <div ref={shown} className="flex flex-col gap-3 empty:hidden">
        {request.error && <FieldError message={messageOf(request.error, words.request_failed)} />}
        {answer && answer.status !== 'success' && (
          <FieldError message={sentences(failure?.message ?? words.request_failed, failure?.hint)} />
        )}
        {answer?.status === 'success' && (
          <ValueView
            title={words.request_ok(formatDuration(answer.duration_ms))}
            value={answer.output}
            root={node.key}
          />
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger={false}
        title={words.test_request_title}
        action={words.send}
        description={words.test_request_body(target(node, scope))}
        onConfirm={() => {
          request.mutate();
        }}
      />
    </section>
  );
}

/** "POST https://example.com/orders", with the expressions of the address filled in where that works. */
function target(node: WorkflowNode, scope: Readonly<Record<string, unknown>>): string {
  const url = String(node.config.url ?? '');
  const outcome = outcomeOf({ text: url, reading: 'template', scope, shapes: {} });
  const shown = outcome.kind === 'value' || outcome.kind === 'warning' ? String(outcome.value) : url;
  return `${String(node.config.method ?? 'GET')} ${shown}`;
}
