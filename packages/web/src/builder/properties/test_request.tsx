import { type Failure, type WorkflowNode, workflowRoutes } from '@millrace/core';
import { useMutation } from '@tanstack/react-query';
import { ClipboardPaste, Send, Terminal } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { formatDuration, sentences } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { copyText } from '../../components/ui/copy_text.ts';
import { FieldError } from '../../components/ui/field.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { strings } from '../../strings/en.ts';
import { forms } from '../../strings/forms.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { useResultsStore } from '../results/context.tsx';
import { PinButton } from '../results/pin_button.tsx';
import { ValueView } from '../results/value_view.tsx';
import { CurlDialog } from './curl/curl_dialog.tsx';
import { requestCurl } from './curl/request_curl.ts';
import { useNodeForm } from './form/node_form_context.tsx';
import { RequestDialog } from './request/request_dialog.tsx';
import { previewRequest } from './request/request_preview.ts';

const words = text.properties;

/** What can be done with the request of this node beside running the workflow: send it, fill it in from a command, copy it as one. */
export function TestRequest({ node }: { node: WorkflowNode }) {
  const readOnly = useReadOnly();
  const [dialog, setDialog] = useState<'send' | 'paste' | null>(null);
  const preview = usePreview(node);
  const { answer, error, pending, settledAt, send } = useSend(node);
  const shown = useRef<HTMLDivElement>(null);
  // The form is long and the answer stands at its end.
  useEffect(() => {
    if (settledAt) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [settledAt]);
  const open = (next: 'send' | 'paste') => {
    flushFields();
    setDialog(next);
  };
  const failure = answer?.error as Failure | null | undefined;
  return (
    <section className="flex flex-col gap-3 border-line border-t pt-4">
      <div className="flex flex-wrap gap-2">
        {!readOnly && (
          <>
            <Button loading={pending} onClick={() => open('send')}>
              <Send aria-hidden />
              {words.test_request}
            </Button>
            <Button onClick={() => open('paste')}>
              <ClipboardPaste aria-hidden />
              {forms.curl.paste}
            </Button>
          </>
        )}
        <Button onClick={() => void copy(requestCurl(preview))}>
          <Terminal aria-hidden />
          {forms.curl.copy}
        </Button>
      </div>
      <div ref={shown} className="flex flex-col gap-3 empty:hidden">
        {error && <FieldError message={messageOf(error, words.request_failed)} />}
        {answer && answer.status !== 'success' && (
          <FieldError message={sentences(failure?.message ?? words.request_failed, failure?.hint)} />
        )}
        {answer?.status === 'success' && (
          <ValueView
            title={words.request_ok(formatDuration(answer.duration_ms))}
            note={forms.request.kept}
            value={answer.output}
            root={node.key}
            actions={<PinButton node={node} value={answer.output} />}
          />
        )}
      </div>
      <RequestDialog
        open={dialog === 'send'}
        onOpenChange={(next) => !next && setDialog(null)}
        preview={preview}
        onSend={send}
      />
      <CurlDialog open={dialog === 'paste'} onOpenChange={(next) => !next && setDialog(null)} node={node} />
    </section>
  );
}

async function copy(command: string): Promise<void> {
  if (await copyText(command)) toast.success(strings.common.copied);
  else toast.error(strings.common.copy_failed);
}

function usePreview(node: WorkflowNode) {
  const { scope, sources, timezone } = useNodeForm();
  return useMemo(
    () => previewRequest({ config: node.config, scope, sources, timezone }),
    [node.config, scope, sources, timezone],
  );
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
    settledAt: request.isPending ? 0 : request.submittedAt,
    send: () => request.mutate(),
  };
}
