import { Braces } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { Popover, PopoverContent, PopoverTrigger } from '../../components/ui/popover.tsx';
import { text } from '../../strings/builder.ts';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { CodeEditor, type EditorHandle } from './code_editor.tsx';
import type { Reading } from './evaluate.ts';
import { expressionCompletion, expressionExtensions } from './expression_extensions.ts';
import { insertion } from './regions.ts';
import { ResultLine, useOutcome } from './result_line.tsx';
import { VariablePicker } from './variable_picker.tsx';

interface ExpressionInputProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  required?: boolean;
  readOnly?: boolean;
  multiline?: boolean;
  /** The whole text is an expression (a condition, a mapping): braces may be left out. */
  bare?: boolean;
  placeholder?: string;
  reading?: Reading;
  /** Leaves out the result line; the parent shows it elsewhere. */
  quiet?: boolean;
  className?: string;
}

/** A text field that takes expressions: completion and results over real data, and a picker for variables. */
export function ExpressionInput(props: ExpressionInputProps) {
  const {
    value,
    onChange,
    label,
    id,
    describedBy,
    multiline = false,
    bare = false,
    readOnly = false,
    quiet,
  } = props;
  const { scope } = useNodeForm();
  const editor = useRef<EditorHandle>(null);
  const [picking, setPicking] = useState(false);
  const outcome = useOutcome(value, props.reading ?? (bare ? 'source' : 'template'));
  const resultId = `${id ?? label}-result`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for an editor; none of these changes while it lives
  const extensions = useMemo(
    () => expressionExtensions({ multiline, bare, placeholder: props.placeholder }),
    [],
  );
  const dynamic = useMemo(() => expressionCompletion(scope, bare), [scope, bare]);

  function pick(path: string) {
    editor.current?.insert((current, position) => insertion(current, position, path, bare));
    setPicking(false);
  }

  return (
    <div className={cn('flex min-w-0 flex-col gap-1', props.className)}>
      <div className="relative min-w-0">
        <CodeEditor
          ref={editor}
          value={value}
          onChange={onChange}
          extensions={extensions}
          dynamic={dynamic}
          label={label}
          id={id}
          describedBy={
            [describedBy, outcome.kind === 'none' ? '' : resultId].filter(Boolean).join(' ') || undefined
          }
          invalid={props.invalid || outcome.kind === 'problem'}
          required={props.required}
          readOnly={readOnly}
          className={cn(
            '[&_.cm-content]:pr-8',
            multiline ? '[&_.cm-content]:min-h-20 [&_.cm-scroller]:max-h-64' : 'min-h-8',
          )}
        />
        {!readOnly && (
          <Popover open={picking} onOpenChange={setPicking}>
            <PopoverTrigger
              aria-label={text.expression.insert}
              aria-description={label}
              title={text.expression.insert}
              className="absolute top-1 right-1 flex size-6 items-center justify-center rounded-sm bg-surface text-muted transition-colors duration-150 hover:bg-hover hover:text-fg"
            >
              <Braces aria-hidden className="size-3.5" />
            </PopoverTrigger>
            <PopoverContent
              align="end"
              aria-label={text.expression.insert}
              className="w-88 p-0"
              onCloseAutoFocus={(event) => event.preventDefault()}
            >
              <VariablePicker onPick={pick} />
            </PopoverContent>
          </Popover>
        )}
      </div>
      {!quiet && <ResultLine id={resultId} outcome={outcome} />}
    </div>
  );
}
