import { useMemo, useState } from 'react';
import { inputOf } from '../expressions/made_up.ts';
import { type SampleScope, scopedSample } from '../expressions/sample_scope.ts';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import type { Stepping } from './result_panel.tsx';

/** The sample data; where the input is a list that is mapped entry by entry, the entry that the person stepped to. */
export function useStepping(): Pick<SampleScope, 'scope' | 'sources'> & { stepping: Stepping | null } {
  const { node, scope, sources, unscoped } = useNodeForm();
  const [at, setAt] = useState(0);
  const all = useMemo(() => {
    const input = unscoped && inputOf(node, unscoped.scope);
    return Array.isArray(input) ? input.length : 0;
  }, [node, unscoped]);
  const stepped = useMemo(
    () => (unscoped && all > 1 ? scopedSample(unscoped, node, 'input', Math.min(at, all - 1)) : null),
    [unscoped, node, at, all],
  );
  if (!stepped) return { scope, sources, stepping: null };
  return {
    scope: stepped.scope,
    sources: stepped.sources,
    stepping: { at: Math.min(at, all - 1), all, onStep: setAt },
  };
}
