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
    <Column name="output" title={words.output} titled={false}>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-4">
        <DataTab node={node} outputOnly />
      </div>
      <p className="border-line border-t px-4 py-1.5 text-muted text-xs">{words.hint}</p>
    </Column>
  );
}

interface ColumnProps {
  name: 'input' | 'output';
  title: string;
  /** False where what is inside has the same title. */
  titled?: boolean;
  children: ReactNode;
}

function Column({ name, title, titled = true, children }: ColumnProps) {
  return (
    <section
      data-column={name}
      aria-label={words.column(title)}
      tabIndex={-1}
      className="flex min-h-0 min-w-0 flex-[4] flex-col outline-none"
    >
      <h2 className={titled ? 'px-4 pt-4 pb-2 font-semibold text-sm' : 'sr-only'}>{title}</h2>
      {children}
    </section>
  );
}
