import { type TestAddress, type WorkflowNode, webhookHeaderDefaults } from '@millrace/core';
import { Radio, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Button } from '../../../components/ui/button.tsx';
import { FieldError } from '../../../components/ui/field.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { forms } from '../../../strings/forms.ts';
import { Command, Copyable } from '../../dialogs/command.tsx';
import { webhookCurl } from '../../dialogs/curl.ts';
import { useDocument, useReadOnly } from '../../document/context.tsx';
import { isRecord } from '../../document/edits/update_config.ts';
import { flushFields } from '../../document/flush.ts';
import { useNodeForm } from '../form/node_form_context.tsx';
import { useSeen } from '../use_seen.ts';
import { Caught } from './caught.tsx';
import { useKeptCall } from './kept_call.ts';
import { useTestAddress } from './use_test_address.ts';

const words = forms.webhook;

/** Catches the next call without a deploy, and shows it: headers, query, body. */
export function TestAddressPanel({ node }: { node: WorkflowNode }) {
  const readOnly = useReadOnly();
  const { address, error, listen, stop } = useTestAddress(node);
  // What was caught before the form was opened is no news.
  const [began, setBegan] = useState(false);
  const caught = useRef<HTMLDivElement>(null);
  useSeen(caught, began ? (address?.call?.at ?? error) : null);
  const listening = address?.state === 'listening';
  const workflowId = useDocument((state) => state.workflowId);
  const { kept, keep, undo } = useKeptCall({ workflowId, node, listening, call: address?.call ?? null });
  if (readOnly) return null;
  const begin = () => {
    flushFields();
    setBegan(true);
    listen.mutate();
  };
  return (
    <section aria-label={words.test_title} className="flex flex-col gap-3 border-line border-t pt-4">
      <div className="flex flex-col gap-1">
        {address?.url ? (
          <Copyable label={words.test_title} value={address.url} copy={words.copy_test_address} />
        ) : (
          <h3 className="font-medium text-sm">{words.test_title}</h3>
        )}
        <p className="text-muted text-xs">{words.test_hint}</p>
      </div>
      {!listening && (
        <Button className="self-start" loading={listen.isPending} onClick={begin}>
          <Radio aria-hidden />
          {address?.state === 'caught' || address?.state === 'expired' ? words.listen_again : words.listen}
        </Button>
      )}
      {/* Always there: a screen reader says what changes in it. */}
      <div ref={caught} aria-live="polite" className="flex scroll-my-3 flex-col gap-3 empty:hidden">
        {listening && <Listening address={address} onStop={() => stop.mutate()} stopping={stop.isPending} />}
        {address?.state === 'expired' && <p className="text-muted text-sm">{words.expired}</p>}
        {address?.call && (
          <Caught
            call={address.call}
            kept={kept}
            onKeep={() => address.call && keep(address.call)}
            onUndo={undo}
            onDiscard={() => stop.mutate()}
          />
        )}
        {error && <FieldError message={messageOf(error, words.failed)} />}
      </div>
      {address?.url && listening && <TryIt node={node} url={address.url} />}
    </section>
  );
}

interface ListeningProps {
  address: TestAddress;
  onStop: () => void;
  stopping: boolean;
}

function Listening({ address, onStop, stopping }: ListeningProps) {
  const { refused } = address;
  return (
    <>
      <div className="flex items-center justify-between gap-2 rounded-md border border-info-line bg-info-soft px-3 py-2 text-sm">
        <span className="flex min-w-0 items-center gap-2">
          <span aria-hidden className="size-2 shrink-0 rounded-full bg-info motion-safe:animate-pulse" />
          <TimeLeft until={address.expires_at} />
        </span>
        <Button size="sm" loading={stopping} onClick={onStop}>
          <Square aria-hidden />
          {words.stop}
        </Button>
      </div>
      {refused && (
        <Notice tone="warning" title={words.refused(refused.status)}>
          {refused.reason} {words.still}
        </Notice>
      )}
    </>
  );
}

/** In steps of ten seconds, and by the second in the last minute: nobody watches it all the time. */
function TimeLeft({ until }: { until: string | null }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((Date.parse(until ?? '') - now) / 1_000) || 0);
  const shown = seconds > 60 ? `${Math.ceil(seconds / 60)} min` : `${seconds} s`;
  // Screen readers hear that it listens, not how the time goes by.
  return (
    <span>
      <span className="sr-only">{words.listening('10 min')}</span>
      <span aria-hidden>{words.listening(shown)}</span>
    </span>
  );
}

function TryIt({ node, url }: { node: WorkflowNode; url: string }) {
  const { scope } = useNodeForm();
  const trigger = scope.trigger;
  const data =
    isRecord(trigger) && isRecord(trigger.data) && Object.keys(trigger.data).length > 0
      ? trigger.data
      : { hello: 'world' };
  const command = webhookCurl(url, node.config, data, webhookHeaderDefaults);
  const proves = node.config.auth !== undefined && node.config.auth !== 'none';
  return <Command label={words.try_it} command={command} note={proves ? words.secret_note : null} />;
}
