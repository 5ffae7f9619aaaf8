import type { WorkflowNode } from '@millrace/core';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { JsonEditor } from '../expressions/json_editor.tsx';
import { parseJson } from '../expressions/parse_json.ts';

interface MockListProps {
  mocks: readonly { node: WorkflowNode; text: string }[];
  onChange: (nodeId: string, text: string) => void;
}

/** What the steps that would go out answer in the test; each can be changed. */
export function MockList({ mocks, onChange }: MockListProps) {
  if (mocks.length === 0) return null;
  return (
    <section>
      <h3 className="font-medium text-sm">{text.test.mocks}</h3>
      <p className="mb-2 text-muted text-xs">{text.test.mocks_hint}</p>
      <ul className="overflow-hidden rounded-md border border-line-strong">
        {mocks.map((mock) => (
          <Mock
            key={mock.node.id}
            node={mock.node}
            value={mock.text}
            onChange={(next) => onChange(mock.node.id, next)}
          />
        ))}
      </ul>
    </section>
  );
}

function Mock({
  node,
  value,
  onChange,
}: {
  node: WorkflowNode;
  value: string;
  onChange: (text: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const bad = !parseJson(value).ok;
  return (
    <li className="border-line border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full items-center gap-2 px-2.5 py-2 text-left hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight
          aria-hidden
          className={cn('size-4 text-muted transition-transform duration-150', open && 'rotate-90')}
        />
        <NodeIcon subtype={node.subtype} className="size-6 rounded-sm" />
        <span className="min-w-0 flex-1 truncate text-sm">{node.label}</span>
        <code className={cn('font-mono text-xs', bad ? 'text-danger' : 'text-muted')}>{node.key}</code>
      </button>
      {open && (
        <div className="p-2.5 pt-0">
          <JsonEditor label={text.test.mock_of(node.label)} value={value} onChange={onChange} />
        </div>
      )}
    </li>
  );
}
