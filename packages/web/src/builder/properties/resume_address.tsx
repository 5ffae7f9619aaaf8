import type { WorkflowNode } from '@millrace/core';
import { CopyButton } from '../../components/ui/copy_button.tsx';
import { text } from '../../strings/builder.ts';

const words = text.properties;

/** How other steps come to the address that ends a wait or decides an approval; nothing for what has none. */
export function ResumeAddress({ node }: { node: WorkflowNode }) {
  const approval = node.subtype === 'approval';
  if (!approval && !(node.subtype === 'wait' && node.config.mode === 'callback')) return null;
  const expression = `{{ execution.resume_urls.${node.key} }}`;
  return (
    <section aria-label={words.resume_address} className="flex flex-col gap-1">
      <h3 className="font-medium text-sm">{words.resume_address}</h3>
      <div className="flex items-center gap-1 rounded-md border border-line bg-sunken/50 py-0.5 pr-0.5 pl-2.5">
        <code className="min-w-0 flex-1 truncate font-mono text-xs" title={expression}>
          {expression}
        </code>
        <CopyButton size="sm" label={words.copy_expression} text={expression} />
      </div>
      <p className="text-muted text-xs">
        {approval ? words.resume_address_approval : words.resume_address_wait}
      </p>
    </section>
  );
}
