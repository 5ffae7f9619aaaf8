import { type OperationManifest, sampleOfSchema, type WorkflowNode } from '@millrace/core';
import { useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { text } from '../../strings/builder.ts';
import { useOperation } from '../catalog.tsx';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { isRecord, updateConfig } from '../document/edits/update_config.ts';
import { JsonEditor } from '../expressions/json_editor.tsx';
import { parseJson } from '../expressions/parse_json.ts';
import { useResults, useResultsStore } from '../results/context.tsx';
import { ValueView } from '../results/value_view.tsx';

const words = text.properties;

/** Input and output of the node in the last test or run; the output can be replaced by a sample of one's own. */
export function DataTab({ node }: { node: WorkflowNode }) {
  const step = useResults((state) => state.byNode.get(node.id));
  const sample = useResults((state) =>
    node.type === 'trigger' ? state.samples.trigger : state.samples.outputs[node.id],
  );
  const operation = useOperation(node.subtype);
  const results = useResultsStore();
  const document = useDocumentStore();
  const readOnly = useReadOnly();
  const [draft, setDraft] = useState<string | null>(null);
  const made = sample === undefined ? madeUp(node, operation) : undefined;
  const shown = sample ?? made;
  const parsed = draft === null ? null : parseJson(draft);

  /** The sample of a trigger goes into the workflow: everybody who opens it has something to test with. */
  function keepOfTrigger(value: unknown) {
    results.getState().addSamples({ trigger: value, outputs: {} });
    if (node.subtype === 'schedule') return;
    const data = isRecord(value) && 'data' in value ? value.data : value;
    document.getState().edit((definition) => updateConfig(definition, node.id, ['sample'], data));
  }

  function keep() {
    if (!parsed?.ok) return;
    if (node.type === 'trigger') keepOfTrigger(parsed.value);
    else results.getState().setSample(node.id, parsed.value);
    setDraft(null);
  }

  return (
    <div className="flex flex-col gap-4">
      {step?.input !== undefined && <ValueView title={words.last_input} value={step.input} root="" />}
      {draft === null ? (
        <ValueView
          title={words.last_output}
          value={shown}
          root={node.type === 'trigger' ? 'trigger' : node.key}
          note={sample === undefined ? words.sample_none : words.sample_real}
          actions={
            !readOnly && (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => setDraft(JSON.stringify(shown ?? {}, null, 2))}
              >
                {words.edit_sample}
              </Button>
            )
          }
        />
      ) : (
        <div className="flex flex-col gap-2">
          <JsonEditor label={words.edit_sample} value={draft} onChange={setDraft} />
          <div className="flex justify-end gap-2">
            <Button size="sm" onClick={() => setDraft(null)}>
              {text.top.cancel}
            </Button>
            <Button size="sm" variant="primary" disabled={!parsed?.ok} onClick={keep}>
              {words.save_sample}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** What is shown before anything ran: the sample that the trigger carries, or an example made from the schema. */
function madeUp(node: WorkflowNode, operation: OperationManifest | undefined): unknown {
  if (node.type !== 'trigger') return operation && sampleOfSchema(operation.output);
  return node.config.sample === undefined ? undefined : { data: node.config.sample };
}
