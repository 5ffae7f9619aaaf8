import type { WorkflowNode } from '@millrace/core';
import { useMemo } from 'react';
import { text } from '../../strings/builder.ts';
import { forms } from '../../strings/forms.ts';
import { useOperation } from '../catalog.tsx';
import { useDocument } from '../document/context.tsx';
import { CurlButtons } from './curl/curl_buttons.tsx';
import { usePasteCurl } from './curl/use_fill_in.ts';
import { ElseIf } from './form/conditions/else_if.tsx';
import { ControlsProvider } from './form/controls_context.tsx';
import { FieldList } from './form/field_list.tsx';
import { controls } from './form/field_map.ts';
import { fieldsOf } from './form/field_spec.ts';
import { NodeProblems } from './form/node_problems.tsx';
import { ResumeAddress } from './resume_address.tsx';
import { TestRequest } from './test_request.tsx';
import { TransformPreview } from './transform/transform_preview.tsx';
import { TestAddressPanel } from './webhook/test_address.tsx';
import { WebhookAddress } from './webhook/webhook_address.tsx';

/** The form of a node's operation, with what belongs to its kind besides. */
export function Parameters({ node }: { node: WorkflowNode }) {
  const operation = useOperation(node.subtype);
  const fields = useMemo(() => fieldsOf(operation?.input), [operation]);
  const pasteCurl = usePasteCurl(node);
  if (!operation) return <p className="text-muted text-sm">{text.properties.unknown_kind}</p>;
  if (fields.length === 0) return <p className="text-muted text-sm">{text.fields.no_settings}</p>;
  const request = node.subtype === 'http_request';
  return (
    // Editors take what is pasted for themselves, so a command is caught on its way down.
    <div className="flex flex-col gap-4" onPasteCapture={request ? pasteCurl : undefined}>
      <NodeProblems node={node} fields={fields} />
      {request && <CurlButtons node={node} />}
      {node.subtype === 'webhook' && <WebhookAddress node={node} />}
      <ControlsProvider value={controls}>
        <FieldList fields={fields} path={[]} values={node.config} />
      </ControlsProvider>
      {node.type === 'conditional' && <ElseIf />}
      {node.subtype === 'webhook' && <AnsweredByNode />}
      {node.subtype === 'webhook' && <TestAddressPanel node={node} />}
      {node.subtype === 'data_transform' && <TransformPreview />}
      {request && <TestRequest node={node} />}
      <ResumeAddress node={node} />
    </div>
  );
}

/** Who drew a Respond node wants the caller to have its answer, whatever the trigger says. */
function AnsweredByNode() {
  const answers = useDocument((state) =>
    state.draft.definition.nodes.some((node) => node.subtype === 'respond' && !node.disabled),
  );
  return answers ? <p className="text-muted text-xs">{forms.webhook.respond_note}</p> : null;
}
