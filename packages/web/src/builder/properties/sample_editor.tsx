import type { WorkflowNode } from '@millrace/core';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { knowing } from '../../strings/knowing.ts';
import { JsonEditor } from '../expressions/json_editor.tsx';
import { parseJson } from '../expressions/parse_json.ts';
import { pinProblem } from '../results/pin_problem.ts';
import { usePin } from '../results/use_pins.ts';

const words = knowing.pin;

interface SampleEditorProps {
  node: WorkflowNode;
  /** What it begins with. */
  start: unknown;
  onClose: () => void;
}

/** The sample of a node as JSON, to be written by hand and pinned. */
export function SampleEditor({ node, start, onClose }: SampleEditorProps) {
  const [draft, setDraft] = useState(() => JSON.stringify(start ?? startOf(node), null, 2));
  const pin = usePin();
  const parsed = parseJson(draft);
  const problem = parsed.ok ? pinProblem(node, parsed.value) : null;
  const box = useFocusInside();

  function save() {
    if (!parsed.ok || problem) return;
    pin(node.id, parsed.value);
    onClose();
  }

  return (
    <div ref={box} className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{words.edit_of(node.label)}</h3>
      <JsonEditor label={words.edit_of(node.label)} value={draft} onChange={setDraft} />
      <FieldError message={problem} />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          {text.top.cancel}
        </Button>
        <Button size="sm" variant="primary" disabled={!parsed.ok || problem !== null} onClick={save}>
          {words.save}
        </Button>
      </div>
    </div>
  );
}

function startOf(node: WorkflowNode): unknown {
  return node.type === 'trigger' ? { data: {} } : {};
}

/** The editor makes itself in an effect of its own; the focus goes into it once it is there. */
function useFocusInside() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setTimeout(() =>
      box.current?.querySelector<HTMLElement>('[contenteditable="true"]')?.focus(),
    );
    return () => clearTimeout(timer);
  }, []);
  return box;
}
