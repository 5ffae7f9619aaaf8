import type { WorkflowNode } from '@millrace/core';
import { useEffect, useState } from 'react';
import { usePanels } from '../panels.tsx';

/** Fields that are not among the parameters. */
const settings: ReadonlySet<string> = new Set([
  'retry',
  'on_error',
  'on_unknown',
  'timeout_seconds',
  'notes',
  'disabled',
]);

/** The tab of the properties; it follows what elsewhere is asked to be shown: a field of the node, or its sample. */
export function useShownTab(node: WorkflowNode): [string, (tab: string) => void] {
  const [tab, setTab] = useState('parameters');
  const asked = usePanels((state) =>
    state.editSample === node.id
      ? 'data'
      : state.focusField?.nodeId === node.id
        ? tabOf(state.focusField.field)
        : null,
  );
  useEffect(() => {
    if (asked) setTab(asked);
  }, [asked]);
  return [tab, setTab];
}

function tabOf(field: string | null): string {
  const [first = ''] = (field ?? '').split(/[.[]/);
  return settings.has(first) ? 'settings' : 'parameters';
}
