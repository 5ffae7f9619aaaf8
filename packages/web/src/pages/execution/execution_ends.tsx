import type { Execution } from '@millrace/core';
import { Link } from '@tanstack/react-router';
import { JsonViewer } from '../../components/json_viewer/json_viewer.tsx';
import { ExecutionStatusBadge } from '../../components/status_badge.tsx';
import { BlobValue } from '../../components/steps/blob_value.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.execution;

/** The executions that it started: sub-workflows, and the one that handles its failure. */
export function Children({ execution: { children } }: { execution: Execution }) {
  if (children.length === 0) return null;
  return (
    <section aria-labelledby="children-heading">
      <h2 id="children-heading" className="mb-2 font-semibold text-sm">
        {strings.waiting.children}
      </h2>
      <ul className="max-h-80 overflow-y-auto rounded-md border border-line bg-surface">
        {children.map((child) => (
          <li
            key={child.id}
            className="flex items-center gap-3 border-line border-b px-3 py-2 text-sm last:border-b-0"
          >
            <Link
              to="/executions/$id"
              params={{ id: child.id }}
              className="min-w-0 flex-1 truncate rounded-xs text-accent-text underline underline-offset-2"
            >
              {child.workflow_name}
            </Link>
            <ExecutionStatusBadge status={child.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What came in and what went out. */
export function Ends({ execution }: { execution: Execution }) {
  const { trigger, trigger_blob, output, output_blob } = execution;
  const parts = [
    { title: t.trigger, value: trigger, preview: dataOf(trigger), blob: trigger_blob, expression: 'trigger' },
    {
      title: t.result,
      value: output ?? undefined,
      preview: output,
      blob: output_blob,
      expression: undefined,
    },
  ];
  return (
    <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
      {parts.map(({ title, value, preview, blob, expression }) => {
        const viewer = (shown: unknown, name = expression) => (
          <JsonViewer value={shown} label={title} expression={name} maxHeight={280} className="min-h-10" />
        );
        return (
          <section key={title} className="min-w-0">
            <h2 className="mb-2 font-semibold text-sm">{title}</h2>
            {blob ? (
              <BlobValue key={blob.hash} executionId={execution.id} blob={blob} preview={preview}>
                {(whole) => viewer(whole, expression && `${expression}.data`)}
              </BlobValue>
            ) : (
              viewer(value)
            )}
          </section>
        );
      })}
    </div>
  );
}

/** Of a large input only the data is stored apart. */
function dataOf(trigger: unknown): unknown {
  return typeof trigger === 'object' && trigger !== null && 'data' in trigger ? trigger.data : trigger;
}
