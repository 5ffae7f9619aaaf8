import { type OperationManifest, sampleOfSchema, type WorkflowNode } from '@millrace/core';
import { Pencil, Pin } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { text } from '../../strings/builder.ts';
import { forms } from '../../strings/forms.ts';
import { knowing } from '../../strings/knowing.ts';
import { useOperation } from '../catalog.tsx';
import { useReadOnly } from '../document/context.tsx';
import { exampleOutput, type ScopeInput } from '../expressions/sample_scope.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useResults } from '../results/context.tsx';
import { PinButton } from '../results/pin_button.tsx';
import { lastOf, sampleOf } from '../results/samples.ts';
import { usePin } from '../results/use_pins.ts';
import { useStepInput } from '../results/use_step_input.ts';
import { ValueView } from '../results/value_view.tsx';
import { SampleEditor } from './sample_editor.tsx';
import { useScopeInput } from './use_node_form.ts';

const words = text.properties;
const pins = knowing.pin;

/** Input and output of the node in the last test or run; the output can be pinned as the sample, and written by hand. */
export function DataTab({ node, outputOnly = false }: { node: WorkflowNode; outputOnly?: boolean }) {
  const step = useResults((state) => state.byNode.get(node.id));
  const input = useStepInput(step);
  const [editing, setEditing] = useEditing(node);
  const shown = useShown(node);
  return (
    <div className="flex flex-col gap-4">
      {!outputOnly && step && input.value !== undefined && (
        <ValueView
          title={words.last_input}
          {...input}
          root={input.note ? undefined : ''}
          origin={input.note ? undefined : { step, side: 'input' }}
        />
      )}
      {editing ? (
        <SampleEditor node={node} start={shown.value} onClose={() => setEditing(false)} />
      ) : (
        <Output
          node={node}
          shown={shown}
          // Beside the form there may be another output: what a transform gives.
          title={outputOnly ? forms.wide.data : words.last_output}
          maxHeight={outputOnly ? columnHeight() : undefined}
          onEdit={() => setEditing(true)}
        />
      )}
    </div>
  );
}

/** Opened by its button, or from elsewhere by asking for the sample of this node. */
function useEditing(node: WorkflowNode) {
  const asked = usePanels((state) => state.editSample === node.id);
  const panels = usePanelsStore();
  const [editing, setEditing] = useState(asked);
  useEffect(() => {
    if (!asked) return;
    setEditing(true);
    panels.getState().openSample(null);
  }, [asked, panels]);
  return [editing, setEditing] as const;
}

interface Shown {
  value: unknown;
  origin: 'pinned' | 'last' | 'made';
}

function useShown(node: WorkflowNode): Shown {
  const samples = useResults((state) => state.samples);
  const operation = useOperation(node.subtype);
  const input = useScopeInput(node.id);
  return useMemo(
    () => sampleOf(samples, node) ?? { value: madeUp(node, operation, input), origin: 'made' },
    [samples, node, operation, input],
  );
}

interface OutputProps {
  node: WorkflowNode;
  shown: Shown;
  title: string;
  maxHeight: number | undefined;
  onEdit: () => void;
}

/** What a column of its own has left below its title; in the panel at the side the input stands there too. */
function columnHeight(): number {
  return Math.max(320, window.innerHeight - 240);
}

function Output({ node, shown, title, maxHeight, onEdit }: OutputProps) {
  const readOnly = useReadOnly();
  const step = useResults((state) => state.byNode.get(node.id));
  // What was pinned was written by a person, and with the trigger everything begins.
  const hasWay = shown.origin === 'last' && node.type !== 'trigger';
  const pinnedNote = node.type === 'trigger' ? pins.note_trigger : pins.note;
  const notes = { pinned: pinnedNote, last: pins.note_last, made: pins.note_made };
  return (
    <div className="flex flex-col gap-2">
      <ValueView
        title={title}
        value={shown.value}
        root={node.type === 'trigger' ? 'trigger' : node.key}
        note={notes[shown.origin]}
        maxHeight={maxHeight}
        origin={hasWay && step ? { step, side: 'output' } : undefined}
        actions={
          <div className="flex items-center gap-1">
            {shown.origin === 'pinned' && (
              <Badge tone="accent">
                <Pin aria-hidden />
                {pins.pinned}
              </Badge>
            )}
            <PinButton node={node} value={shown.value} />
            {!readOnly && (
              <Button size="sm" variant="ghost" onClick={onEdit}>
                <Pencil aria-hidden />
                {pins.edit}
              </Button>
            )}
          </div>
        }
      />
      {shown.origin === 'pinned' && <LastDiffers node={node} pinned={shown.value} />}
    </div>
  );
}

/** A pinned sample grows old: what came after it can take its place. */
function LastDiffers({ node, pinned }: { node: WorkflowNode; pinned: unknown }) {
  const last = useResults((state) => lastOf(state.samples, node));
  const mocked = useResults((state) => state.byNode.get(node.id)?.mocked);
  const readOnly = useReadOnly();
  const pin = usePin();
  if (last === undefined || mocked || JSON.stringify(last) === JSON.stringify(pinned)) return null;
  return (
    <div className="flex items-center justify-between gap-2 rounded-md border border-line px-3 py-1.5 text-sm">
      <span className="text-muted">{pins.last_differs}</span>
      {!readOnly && (
        <Button size="sm" onClick={() => pin(node.id, last)}>
          {pins.use_last}
        </Button>
      )}
    </div>
  );
}

/** What is shown before anything ran: the sample that the trigger carries, or an example made from the schema. */
function madeUp(node: WorkflowNode, operation: OperationManifest | undefined, input: ScopeInput): unknown {
  // The schema of a loop says nothing of what its body gives.
  if (node.subtype === 'loop') return exampleOutput(input);
  if (node.type !== 'trigger') return operation && sampleOfSchema(operation.output);
  return node.config.sample === undefined ? undefined : { data: node.config.sample };
}
