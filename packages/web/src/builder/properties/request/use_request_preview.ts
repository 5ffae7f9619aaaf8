import type { WorkflowNode } from '@millrace/core';
import { useMemo } from 'react';
import { useNodeForm } from '../form/node_form_context.tsx';
import { previewRequest, type RequestPreview } from './request_preview.ts';

/** What the request of the node would send now, on the sample data. */
export function useRequestPreview(node: WorkflowNode): RequestPreview {
  const { scope, sources, timezone } = useNodeForm();
  return useMemo(
    () => previewRequest({ config: node.config, scope, sources, timezone }),
    [node.config, scope, sources, timezone],
  );
}
