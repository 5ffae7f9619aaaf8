import { expressionNames, reservedNames, type WorkflowNode } from '@millrace/core';
import { useEffect, useState } from 'react';
import { FieldError } from '../../components/ui/field.tsx';
import { Input } from '../../components/ui/input.tsx';
import { text } from '../../strings/builder.ts';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { setKey } from '../document/edits/set_key.ts';
import { useFlusher } from '../document/flush.ts';

const words = text.properties;

/**
 * The key by which expressions call the node. Stored when the field is left: while a key is typed, the expressions that
 * read it must not follow every letter.
 */
export function KeyField({ node }: { node: WorkflowNode }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const [draft, setDraft] = useState(node.key);
  /** Why what stood there was not taken, until something else is typed. */
  const [refused, setRefused] = useState<string | null>(null);
  useEffect(() => setDraft(node.key), [node.key]);
  const problem = problemOf(node, draft, (key) =>
    store.getState().draft.definition.nodes.some((other) => other.id !== node.id && other.key === key),
  );

  function commit() {
    if (problem) setRefused(words.key_kept(node.key, problem));
    if (problem || draft === node.key) return setDraft(node.key);
    store.getState().edit((definition) => setKey(definition, node.id, draft));
  }
  // A key that cannot be stored stays in the field while it has the focus: who is half way through one goes on typing.
  useFlusher(() => !problem && commit());

  return (
    <div className="flex flex-col gap-1">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the input inside is its control */}
      <label className="flex items-center gap-2 text-muted text-xs" title={words.key_hint}>
        <span className="shrink-0">{words.key}</span>
        <Input
          className="h-6 min-w-0 flex-1 border-transparent bg-sunken px-1.5 font-mono text-xs hover:border-control"
          value={draft}
          readOnly={readOnly}
          spellCheck={false}
          maxLength={100}
          aria-invalid={problem ? true : undefined}
          onChange={(event) => {
            setDraft(event.target.value);
            setRefused(null);
          }}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(node.key);
          }}
        />
      </label>
      <FieldError message={problem ?? refused} />
    </div>
  );
}

function problemOf({ type }: WorkflowNode, key: string, taken: (key: string) => boolean): string | null {
  if (key === '') return words.key_empty;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) || reservedNames.has(key)) return words.key_bad;
  if (expressionNames.has(key) && !(key === 'trigger' && type === 'trigger')) return words.key_reserved(key);
  return taken(key) ? words.key_taken : null;
}
