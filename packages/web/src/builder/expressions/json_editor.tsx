import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useMemo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { FieldError } from '../../components/ui/field.tsx';
import { CodeEditor } from './code_editor.tsx';

interface JsonEditorProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  id?: string;
  readOnly?: boolean;
  className?: string;
}

/** An editor for JSON text; says in words and with its line what is not JSON. */
export function JsonEditor({ value, onChange, label, id, readOnly, className }: JsonEditorProps) {
  const extensions = useMemo(
    () => [
      history(),
      lineNumbers(),
      foldGutter(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      json(),
      autocompletion(),
      EditorView.lineWrapping,
      // Tab leaves the editor as it does any field; Escape is not needed first.
      keymap.of([
        ...closeBracketsKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...defaultKeymap.filter((binding) => binding !== indentWithTab),
      ]),
    ],
    [],
  );
  const parsed = parseJson(value);
  return (
    <div className="flex flex-col gap-1">
      <CodeEditor
        value={value}
        onChange={onChange}
        extensions={extensions}
        label={label}
        id={id}
        readOnly={readOnly}
        invalid={!parsed.ok}
        className={cn('[&_.cm-editor]:max-h-96 [&_.cm-editor]:min-h-32 [&_.cm-line]:px-1', className)}
      />
      <FieldError message={parsed.ok ? null : parsed.message} />
    </div>
  );
}

export type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

/** Reads JSON; what is wrong is said with its line. An empty text is `undefined`. */
export function parseJson(text: string): Parsed {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: jsonProblem(error instanceof Error ? error.message : '', text) };
  }
}

function jsonProblem(message: string, text: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  const line = position ? text.slice(0, Number(position)).split('\n').length : text.split('\n').length;
  return `This is not JSON: look at line ${line}. Texts and names need double quotes, and there is no comma after the last entry.`;
}
