import type { WorkflowNode } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { workflowQuery } from '../../../api/queries.ts';
import { forms } from '../../../strings/forms.ts';
import { Copyable } from '../../dialogs/command.tsx';
import { useDocument } from '../../document/context.tsx';

const words = forms.webhook;

/** The address that other systems call, and whether anything listens there now. */
export function WebhookAddress({ node }: { node: WorkflowNode }) {
  const id = useDocument((state) => state.workflowId);
  const workflow = useQuery({ ...workflowQuery(id), refetchOnMount: false }).data;
  if (node.disabled) return null;
  if (!workflow?.webhook_url) return <p className="text-muted text-xs">{words.address_unsaved}</p>;
  const state =
    workflow.version === 0
      ? words.not_deployed
      : !workflow.enabled
        ? words.paused
        : workflow.has_changes
          ? words.changed
          : words.live;
  return (
    <section aria-label={words.address} className="flex flex-col gap-1">
      <Copyable label={words.address} value={workflow.webhook_url} copy={words.copy_address} />
      <p className="text-muted text-xs">{state}</p>
    </section>
  );
}
