import type { WorkflowNode } from '@millrace/core';
import { type ClipboardEvent, useCallback } from 'react';
import { toast } from '../../../components/ui/toast.tsx';
import { forms } from '../../../strings/forms.ts';
import { useDocumentStore, useReadOnly } from '../../document/context.tsx';
import { updateNode } from '../../document/edits/update_node.ts';
import { configOfCurl, type FilledIn } from './curl_config.ts';
import { looksLikeCurl } from './parse_curl.ts';

const words = forms.curl;

/** Fills the request in, as one undo step, and says so with a way back. */
export function useFillIn(node: WorkflowNode): (filled: FilledIn) => void {
  const store = useDocumentStore();
  return useCallback(
    ({ config, notes }) => {
      store.getState().edit((definition) => updateNode(definition, node.id, { config }));
      const { past } = store.getState().history;
      toast.success(words.filled(`${String(config.method)} ${String(config.url)}`), {
        description: notes.length > 0 ? notes.join('\n') : undefined,
        action: {
          label: words.undo,
          // Only while nothing else was done since: another Undo would take something else back.
          onClick: () => store.getState().history.past === past && store.getState().undo(),
        },
      });
    },
    [store, node.id],
  );
}

/** A cURL command that is pasted anywhere in the form fills it in; one that cannot be read is pasted as text, and why is said. */
export function usePasteCurl(node: WorkflowNode): (event: ClipboardEvent) => void {
  const readOnly = useReadOnly();
  const fillIn = useFillIn(node);
  return useCallback(
    (event) => {
      const text = event.clipboardData.getData('text/plain');
      if (readOnly || !looksLikeCurl(text)) return;
      try {
        fillIn(configOfCurl(text, node.config));
        event.preventDefault();
        event.stopPropagation();
      } catch (error) {
        toast.error(words.problem, { description: error instanceof Error ? error.message : String(error) });
      }
    },
    [readOnly, fillIn, node.config],
  );
}
