import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useMemo } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { FieldError } from '../../components/ui/field.tsx';
import { CodeEditor } from './code_editor.tsx';
import { dataColours } from './editor_theme.ts';
import { parseJson } from './parse_json.ts';

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
      dataColours,
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
