import { useMemo } from 'react';
import { useNodeForm } from '../node_form_context.tsx';
import type { Sample } from './verdicts.ts';

/** What the conditions of a form are judged on; the same one until its data changes. */
export function useSample(): Sample {
  const { scope, timezone, shapes, sources } = useNodeForm();
  return useMemo(() => ({ scope, timezone, shapes, sources }), [scope, timezone, shapes, sources]);
}
