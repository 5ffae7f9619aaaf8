import type { WorkflowNode } from '@millrace/core';
import type { ReactNode } from 'react';
import { copyText } from '../../../components/ui/copy_text.ts';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { forms } from '../../../strings/forms.ts';
import { VariablePicker } from '../../expressions/variable_picker.tsx';
import { DataTab } from '../data_tab.tsx';

const words = forms.wide;

/** What the node can read: the data of the steps before it, to be dragged into the fields. */
export function InputColumn({ node }: { node: WorkflowNode }) {
  if (node.type === 'trigger') {
    return (
      <Column name="input" title={words.input}>
        <p className="p-4 text-muted text-sm">{words.no_input}</p>
      </Column>
    );
  }
  return (
    <Column name="input" title={words.input}>
      <p className="px-4 pb-2 text-muted text-xs">{words.input_hint}</p>
      <VariablePicker
        className="max-h-none flex-1 border-line border-t"
        fallback={(path) => void copy(`{{ ${path} }}`)}
      />
    </Column>
  );
}

async function copy(expression: string): Promise<void> {
  if (await copyText(expression)) toast.success(words.copied(expression));
  else toast.error(strings.common.copy_failed);
}

/** What the node gave in the last test or run, or what is pinned. */
export function OutputColumn({ node }: { node: WorkflowNode }) {
  return (
    <Column name="output" title={words.output} hint={words.hint}>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        <DataTab node={node} outputOnly />
      </div>
    </Column>
  );
}

interface ColumnProps {
  name: 'input' | 'output';
  title: string;
  hint?: string;
  children: ReactNode;
}

function Column({ name, title, hint, children }: ColumnProps) {
  return (
    <section
      data-column={name}
      aria-label={words.column(title)}
      tabIndex={-1}
      className="flex min-h-0 min-w-0 flex-[4] flex-col outline-none"
    >
      <div className="flex items-baseline justify-between gap-2 px-4 pt-4 pb-2">
        <h2 className="font-semibold text-sm">{title}</h2>
        {hint && <p className="text-muted text-xs">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
