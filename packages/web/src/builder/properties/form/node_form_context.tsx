import type { Shape, WorkflowNode } from '@millrace/core';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type SampleScope, type ScopeSource, scopedSample } from '../../expressions/sample_scope.ts';

/** What the fields of one node's form share. */
export interface NodeFormData {
  node: WorkflowNode;
  readOnly: boolean;
  /** False for triggers: nothing runs before them, their configuration is fixed. */
  expressions: boolean;
  /** Sample data by name, as expressions of this node see it. */
  scope: Record<string, unknown>;
  shapes: Record<string, Shape>;
  /** The same by where it comes from, for the variable picker. */
  sources: ScopeSource[];
  /** What the node sees, where these fields see its input or an entry of it besides. */
  unscoped?: SampleScope;
  timezone: string;
  setConfig: (path: readonly (string | number)[], value: unknown) => void;
}

const Context = createContext<NodeFormData | null>(null);
export const NodeFormProvider = Context.Provider;

export function useNodeForm(): NodeFormData {
  const data = useContext(Context);
  if (!data) throw new Error('useNodeForm is used outside of a node form');
  return data;
}

/** Fields that see the input of the node, or each of its entries, beside the usual names. */
export function ScopedFields({ scope, children }: { scope: 'input' | 'item'; children: ReactNode }) {
  const data = useNodeForm();
  const { node, scope: names, shapes, sources } = data;
  const { input } = node.config;
  // Not with every key in any field of the form: the input may be a list of thousands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the node only its input is read
  const sample = useMemo(
    () => scopedSample({ scope: names, shapes, sources }, node, scope),
    [names, shapes, sources, input, scope],
  );
  const narrowed = useMemo(
    () => ({ ...data, ...sample, unscoped: { scope: names, shapes, sources } }),
    [data, sample, names, shapes, sources],
  );
  return <NodeFormProvider value={narrowed}>{children}</NodeFormProvider>;
}
