import { type Failure, type WorkflowNode, workflowRoutes } from '@millrace/core';
import { useMutation } from '@tanstack/react-query';
import { LoaderCircle, Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { formatDuration, sentences } from '../../components/format.ts';
import { FailureDetails } from '../../components/steps/failure_details.tsx';
import { Button } from '../../components/ui/button.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { forms } from '../../strings/forms.ts';
import { layout } from '../../strings/layout.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { isRecord } from '../document/edits/update_config.ts';
import { flushFields } from '../document/flush.ts';
import { useResults, useResultsStore } from '../results/context.tsx';
import { PinButton } from '../results/pin_button.tsx';
import { isPinned } from '../results/samples.ts';
import { ValueView } from '../results/value_view.tsx';
import { useNodeForm } from './form/node_form_context.tsx';
import { RequestDialog } from './request/request_dialog.tsx';
import { useRequestPreview } from './request/use_request_preview.ts';
import { useSeen } from './use_seen.ts';

const words = text.properties;

/** Sends this one request after a question that shows all of it, and shows the answer. */
export function TestRequest({ node }: { node: WorkflowNode }) {
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  const preview = useRequestPreview(node);
  const { answer, error, pending, settledAt, send } = useSend(node);
  const pinned = useResults((state) => isPinned(state.samples, node.id));
  const shown = useRef<HTMLDivElement>(null);
  // The form is long and the answer stands at its end.
  useSeen(shown, settledAt);
  const ask = () => {
    flushFields();
    setAsking(true);
  };
  if (readOnly) return null;
  const failure = answer?.error as Failure | null | undefined;
  return (
    <section className="flex flex-col gap-3 border-line border-t pt-4">
      {/* Not disabled while it is sent: the focus is on it, and would be lost. */}
      <Button
        className="self-start"
        aria-busy={pending || undefined}
        aria-disabled={pending || undefined}
        onClick={() => !pending && ask()}
      >
        {pending ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : <Send aria-hidden />}
        {words.test_request}
      </Button>
      {/* There before the answer is: what comes into it is read aloud, and not the whole answer. */}
      <p role="status" className="sr-only">
        {answer?.status === 'success' &&
          layout.answered(statusOf(answer.output), formatDuration(answer.duration_ms))}
      </p>
      <div ref={shown} className="flex scroll-my-3 flex-col gap-3 empty:hidden">
        {error && <FieldError message={messageOf(error, words.request_failed)} />}
        {answer && answer.status !== 'success' && (
          <FieldError message={sentences(failure?.message ?? words.request_failed, failure?.hint)} />
        )}
        {failure && answer?.status !== 'success' && <FailureDetails failure={failure} label={node.label} />}
        {answer?.status === 'success' && (
          <ValueView
            title={words.request_ok(formatDuration(answer.duration_ms))}
            note={pinned ? forms.request.kept_pinned : forms.request.kept}
            value={answer.output}
            root={node.key}
            actions={<PinButton node={node} value={answer.output} />}
          />
        )}
      </div>
      <RequestDialog open={asking} onOpenChange={setAsking} preview={preview} onSend={send} />
    </section>
  );
}

function statusOf(output: unknown): unknown {
  return isRecord(output) ? output.status : undefined;
}

/** Sends this one request for real, on purpose; the answer becomes the sample of the steps after it. */
function useSend(node: WorkflowNode) {
  const workflow_id = useDocument((state) => state.workflowId);
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
  return {
    answer: request.data,
    error: request.error,
    pending: request.isPending,
    settledAt: request.isPending || request.isIdle ? null : request.submittedAt,
    send: () => request.mutate(),
  };
}
