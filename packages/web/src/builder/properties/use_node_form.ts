import type { Definition, WorkflowNode } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { sessionQuery, variablesQuery } from '../../api/queries.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { updateConfig } from '../document/edits/update_config.ts';
import { type SampleScope, type ScopeInput, sampleScope, startScope } from '../expressions/sample_scope.ts';
import { steadyDefinition } from '../expressions/steady_definition.ts';
import { useResults } from '../results/context.tsx';
import { type Samples, sampleOf } from '../results/samples.ts';
import type { NodeFormData } from './form/node_form_context.tsx';

/** What the form of a node works with: the node, the sample data before it, and how a change is stored. */
export function useNodeFormData(node: WorkflowNode): NodeFormData {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const input = useScopeInput(node.id);
  const timezone = useTimezone();
  const sample = useMemo(
    () => (node.type === 'trigger' ? ownCall(input) : sampleScope(input)),
    [node.type, input],
  );

  const setConfig = useCallback(
    (path: readonly (string | number)[], value: unknown) =>
      store.getState().edit((current) => updateConfig(current, node.id, path, value), {
        group: `config ${node.id} ${path.join('.')}`,
      }),
    [store, node.id],
  );
  return { node, readOnly, expressions: node.type !== 'trigger', timezone, setConfig, ...sample };
}

/** What the sample data of a node are worked out from. */
export function useScopeInput(nodeId: string): ScopeInput {
  const manifests = useManifests();
  const samples = useResults((state) => state.samples);
  const definition = useSteadyDefinition(nodeId, samples);
  const name = useDocument((state) => state.draft.name);
  const id = useDocument((state) => state.workflowId);
  const variables = useQuery(variablesQuery()).data;
  return useMemo(() => {
    const known = Object.fromEntries(
      (variables?.data ?? []).map((variable) => [variable.name, variable.value]),
    );
    return { definition, nodeId, manifests, samples, variables: known, workflow: { id, name } };
  }, [definition, nodeId, manifests, samples, variables, id, name]);
}

/** Typing into the form of a node leaves its sample data as it is. */
function useSteadyDefinition(nodeId: string, samples: Samples): Definition {
  const definition = useDocument((state) => state.draft.definition);
  const [steady, setSteady] = useState(definition);
  const trigger = definition.nodes.find((node) => node.type === 'trigger');
  // An example that is made from what is read follows what is typed.
  const isMadeUp = trigger && trigger.config.sample === undefined && !sampleOf(samples, trigger);
  const next = isMadeUp ? definition : steadyDefinition(steady, definition, nodeId);
  if (next !== steady) setSteady(next);
  return next;
}

/** The workflow's time zone, else the organization's. */
export function useTimezone(): string {
  const own = useDocument((state) => state.draft.definition.config.timezone);
  const organization = useQuery(sessionQuery()).data?.organization.timezone;
  return own || organization || 'UTC';
}

/** An expression of a trigger sees what comes in, and nothing else. */
function ownCall(input: Parameters<typeof startScope>[0]): SampleScope {
  const { scope, shapes, sources } = startScope(input);
  const own = sources.filter((source) => source.name === 'trigger');
  if (own.length === 0) return { scope: {}, shapes: {}, sources: [] };
  return { scope: { trigger: scope.trigger }, shapes: { trigger: shapes.trigger! }, sources: own };
}
