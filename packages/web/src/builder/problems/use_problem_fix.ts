import {
  type Fix,
  fixesOf,
  type Problem,
  type Shape,
  shapeOfSample,
  type WorkflowNode,
} from '@millrace/core';
import { useMemo } from 'react';
import { useManifests } from '../catalog.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { getAt, updateConfig } from '../document/edits/update_config.ts';
import { type SampleScope, sampleScope, scopedSample } from '../expressions/sample_scope.ts';
import { useResultsStore } from '../results/context.tsx';
import { fieldPath } from './field_path.ts';

export interface ProblemFix {
  title: string;
  apply(): void;
}

/** Findings about names and types, of which a change of a few letters may be the whole mending. */
const mendable: ReadonlySet<string> = new Set([
  'unknown_variable',
  'type_mismatch',
  'invalid_expression',
  'invalid_mapping',
]);

/** The change that mends a finding, where there is just one that does. */
export function useProblemFix(problem: Problem, node: WorkflowNode): ProblemFix | null {
  const store = useDocumentStore();
  const results = useResultsStore();
  const manifests = useManifests();
  return useMemo(() => {
    const path = problem.field === null ? [] : fieldPath(problem.field);
    const source = getAt(node.config, path);
    if (!mendable.has(problem.check ?? '') || typeof source !== 'string') return null;
    const { draft, workflowId } = store.getState();
    const scope = sampleScope({
      definition: draft.definition,
      nodeId: node.id,
      manifests,
      samples: results.getState().samples,
      variables: {},
      workflow: { id: workflowId, name: draft.name },
    });
    const shapes = shapesFor(scope, node, path);
    const found = fixesOf(source, shapes);
    // The editor lets samples lack names; the checks said of this one that it does.
    const isLacking = found.length === 0 && problem.check === 'unknown_variable';
    const [only, ...others] = isLacking ? fixesOf(source, { ...shapes, ...shown(scope) }) : found;
    if (!only || others.length > 0) return null;
    return {
      title: only.title,
      apply: () =>
        store.getState().edit((current) => updateConfig(current, node.id, path, changed(source, only))),
    };
  }, [problem, node, store, results, manifests]);
}

/** The data of the steps before, just as it is. */
function shown({ sources }: SampleScope): Record<string, Shape> {
  const known = sources.filter(({ name, node }) => name !== '' && node !== null);
  return Object.fromEntries(known.map(({ name, value }) => [name, shapeOfSample(value)]));
}

/** Fields of a transform see those of its input. */
function shapesFor(scope: SampleScope, node: WorkflowNode, [field]: readonly (string | number)[]) {
  if (node.subtype !== 'data_transform' || field === 'input') return scope.shapes;
  const each = field === 'condition' || field === 'group_by' || field === 'aggregations';
  return scopedSample(scope, node, each ? 'item' : 'input').shapes;
}

function changed(source: string, { from, to, insert }: Fix): string {
  return source.slice(0, from) + insert + source.slice(to);
}
