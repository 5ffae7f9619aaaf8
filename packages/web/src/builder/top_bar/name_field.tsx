import { useRef } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { useSaveState } from '../saving/context.tsx';

/** The name of the workflow, edited in place; it grows with its text. */
export function NameField() {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const name = useDocument((state) => state.draft.name);
  const input = useRef<HTMLInputElement>(null);
  const taken = useSaveState((state) => state.kind === 'refused' && state.why === 'name_taken');
  const wrong = name.trim() === '' || taken;
  return (
    <input
      ref={input}
      aria-label={text.top.name}
      aria-invalid={wrong || undefined}
      value={name}
      readOnly={readOnly}
      maxLength={200}
      spellCheck={false}
      title={name}
      className={cn(
        'field-sizing-content h-7 min-w-24 shrink-[1000] max-w-64 truncate rounded-sm border border-transparent bg-transparent px-1.5 font-medium text-sm transition-colors duration-150 hover:border-control',
        wrong && 'border-danger',
        readOnly && 'hover:border-transparent',
      )}
      onChange={(event) => store.getState().setName(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') input.current?.blur();
      }}
    />
  );
}
