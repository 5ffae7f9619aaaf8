import { type WorkflowNode, workflowRoutes } from '@millrace/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { variablesQuery } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useManifests } from '../catalog.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { sampleScope } from '../expressions/sample_scope.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from './context.tsx';
import { largeOutputs } from './large_outputs.ts';
import { type Part, type PartBody, type PartRequest, partRequest } from './part_request.ts';

const words = knowing.part;

/** Tests one node, or the workflow from it on, with the samples of what comes before. Nothing goes out. */
export function useTestPart(): (node: WorkflowNode, part: Part) => void {
  const store = useDocumentStore();
  const results = useResultsStore();
  const panels = usePanelsStore();
  const manifests = useManifests();
  const variables = useQuery(variablesQuery()).data;
  const { mutate } = useMutation({
    mutationFn: (body: PartBody) => {
      const { workflowId, draft } = store.getState();
      results.getState().setTesting(true);
      const workflow_definition = draft.definition as unknown as Record<string, unknown>;
      return call(workflowRoutes.test, {
        params: { id: workflowId },
        body: { ...body, workflow_definition },
      });
    },
    onSuccess: (result, { start_at }) => {
      results.getState().showTest(result);
      const own = result.steps.find((step) => step.node_id === start_at);
      const failed = result.steps.find((step) => step.status === 'error');
      if (own && !failed) results.getState().selectStep(own.path);
      if (failed) store.getState().select({ nodes: [failed.node_id], edges: [] });
    },
    onError: (error) => {
      const issues = error instanceof ApiError ? error.issues.map(({ message }) => message).join('\n') : '';
      toast.error(words.failed, { description: issues || messageOf(error, words.failed) });
    },
    onSettled: () => results.getState().setTesting(false),
  });

  function requestOf(node: WorkflowNode, part: Part): PartRequest {
    const { draft, workflowId } = store.getState();
    const { samples, run } = results.getState();
    const known = Object.fromEntries((variables?.data ?? []).map(({ name, value }) => [name, value]));
    const about = { definition: draft.definition, manifests, samples };
    const workflow = { id: workflowId, name: draft.name };
    const { scope } = sampleScope({ ...about, nodeId: node.id, variables: known, workflow });
    const skipped = new Set(
      (run?.steps ?? []).filter(({ status }) => status === 'skipped').map(({ node_id }) => node_id),
    );
    return partRequest({ ...about, node, part, skipped, scope });
  }

  /** What is needed and kept apart because it is large is fetched, then asked again. */
  async function prepared(node: WorkflowNode, part: Part): Promise<PartRequest> {
    const request = requestOf(node, part);
    if (request.ok || request.needs.length === 0) return request;
    const large = await largeOutputs(results.getState().run, request.needs);
    if (Object.keys(large).length === 0) return request;
    results.getState().addSamples({ outputs: large });
    return requestOf(node, part);
  }

  return (given, part) => {
    flushFields();
    const { draft, readOnly } = store.getState();
    const node = draft.definition.nodes.find(({ id }) => id === given.id);
    if (!node || readOnly) return;
    prepared(node, part).then(
      (request) => {
        if (request.ok) {
          panels.getState().openDrawer('steps');
          mutate(request.body);
        } else if (request.reason) toast.error(words.failed, { description: request.reason });
        else tellMissing(node, request.needs);
      },
      (error: unknown) => toast.error(words.failed, { description: messageOf(error, words.failed) }),
    );
  };

  /** What is missing is had by testing up to the node. */
  function tellMissing(node: WorkflowNode, needs: readonly WorkflowNode[]): void {
    toast.error(words.missing(node.label), {
      description: words.needs(needs.map(({ label }) => label)),
      action: { label: words.up_to, onClick: () => panels.getState().openTest(node.id) },
    });
  }
}
