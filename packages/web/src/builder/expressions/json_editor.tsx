import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useId, useMemo, useRef } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { FieldError } from '../../components/ui/field.tsx';
import { CodeEditor, type EditorHandle } from './code_editor.tsx';
import { dataColours } from './editor_theme.ts';
import { FormatButton } from './json/format_button.tsx';
import { formatJson, jsonEditing } from './json/json_editing.ts';
import { useJsonProblem } from './json/use_json_problem.ts';

interface JsonEditorProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  id?: string;
  readOnly?: boolean;
  className?: string;
}

const plain = { expressions: false };

/** An editor for JSON text; marks what is not JSON in its place, says it in words, and lays the text out. */
export function JsonEditor({ value, onChange, label, id, readOnly, className }: JsonEditorProps) {
  const editor = useRef<EditorHandle>(null);
  const problemId = useId();
  const problem = useJsonProblem(value);
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
      jsonEditing(plain),
      autocompletion(),
      EditorView.lineWrapping,
      // Tab leaves the editor as it does any field; Escape is not needed first.
      keymap.of([...closeBracketsKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
    ],
    [],
  );
  return (
    <div className="flex flex-col gap-1">
      <div className="relative min-w-0">
        <CodeEditor
          ref={editor}
          value={value}
          onChange={onChange}
          extensions={extensions}
          label={label}
          id={id}
          describedBy={problem ? problemId : undefined}
          readOnly={readOnly}
          invalid={problem !== null}
          className={cn(
            '[&_.cm-content]:pr-8! [&_.cm-editor]:max-h-96 [&_.cm-editor]:min-h-32 [&_.cm-line]:px-1',
            className,
          )}
        />
        {!readOnly && (
          <div className="absolute top-1 right-1 flex">
            <FormatButton label={label} onFormat={() => editor.current?.run(formatJson(plain))} />
          </div>
        )}
      </div>
      <FieldError id={problemId} message={problem?.message ?? null} />
    </div>
  );
}
