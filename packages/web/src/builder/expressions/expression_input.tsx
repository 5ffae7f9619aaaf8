import type { Fix } from '@millrace/core';
import { type RefObject, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { useActiveEditor } from './active_editor.tsx';
import { ChipPopover } from './chip_popover.tsx';
import { chipContext, chipEvents } from './chips.ts';
import { CodeEditor, type EditorHandle } from './code_editor.tsx';
import type { Outcome, Reading } from './evaluate.ts';
import { completionData, expressionExtensions } from './expression_extensions.ts';
import { FieldTools } from './field_tools.tsx';
import { formatJson } from './json/json_editing.ts';
import { originOfText } from './origin.ts';
import { insertion, regionsOf } from './regions.ts';
import { ResultLine } from './result_line.tsx';
import { useOutcome } from './use_outcome.ts';
import { useProblemMark } from './use_problem_mark.ts';
import type { Wanted } from './wanted.ts';

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
  /** What the field takes; a result of another type is told before anything runs. */
  wanted?: Wanted;
  /** Leaves out the result line; the parent shows it elsewhere. */
  quiet?: boolean;
  /** Enter in a field of one line. */
  onEnter?: () => void;
  className?: string;
}

const nothing: Outcome = { kind: 'none' };

/** The room for so many tools. */
const paddings: Readonly<Record<number, string>> = {
  1: '[&_.cm-content]:pr-8!',
  2: '[&_.cm-content]:pr-14!',
  3: '[&_.cm-content]:pr-20!',
};

/** A text field that takes expressions: completion and results over real data, chips, and a picker for variables. */
export function ExpressionInput(props: ExpressionInputProps) {
  const { value, label, id, describedBy, multiline = false, bare = false, readOnly = false, quiet } = props;
  const { sources, timezone } = useNodeForm();
  const editor = useRef<EditorHandle>(null);
  const isJson = props.reading === 'json';
  const [raw, setRaw] = useState(false);
  const [editing, setEditing] = useState<number | null>(null);
  const outcome = useOutcome(value, props.reading ?? (bare ? 'source' : 'template'), props.wanted);
  // Of JSON the mistakes around its expressions are marked.
  useProblemMark(editor, isJson ? nothing : outcome, value);
  const origin = useMemo(() => originOfText(value, bare, sources), [value, bare, sources]);
  const resultId = `${id ?? label}-result`;
  const entered = useEffectEvent(() => props.onEnter?.());
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for an editor; none of these changes while it lives
  const extensions = useMemo(
    () =>
      expressionExtensions({
        multiline,
        bare,
        placeholder: props.placeholder,
        json: isJson,
        onEnter: () => entered(),
      }),
    [],
  );
  const dynamic = useDynamic(bare || raw, setEditing);
  const { insert, remember } = useInsert(editor, bare);
  const format = () => editor.current?.run(formatJson({ expressions: true }));
  const hasChips = !bare && regionsOf(value).length > 0;

  return (
    <div className={cn('flex min-w-0 flex-col gap-1', props.className)}>
      <div className="relative min-w-0">
        <CodeEditor
          ref={editor}
          value={value}
          onChange={props.onChange}
          onFocus={remember}
          extensions={extensions}
          dynamic={dynamic}
          label={label}
          id={id}
          describedBy={
            [describedBy, quiet || outcome.kind === 'none' ? '' : resultId].filter(Boolean).join(' ') ||
            undefined
          }
          invalid={props.invalid || outcome.kind === 'problem'}
          required={props.required}
          readOnly={readOnly}
          className={cn(
            paddings[readOnly ? 1 : 1 + (hasChips ? 1 : 0) + (isJson ? 1 : 0)],
            multiline
              ? '[&_.cm-content]:min-h-20 [&_.cm-scroller]:max-h-64'
              : 'min-h-8 [&_.cm-scroller]:max-h-40',
          )}
        />
        {!readOnly && (
          <FieldTools
            label={label}
            raw={hasChips ? raw : null}
            onRaw={setRaw}
            onPick={insert}
            onFormat={isJson ? format : undefined}
          />
        )}
      </div>
      {!quiet && (
        <ResultLine
          id={resultId}
          outcome={outcome}
          origin={origin}
          timezone={timezone}
          onFix={readOnly ? undefined : (fix: Fix) => editor.current?.change(fix)}
        />
      )}
      {editing !== null && !readOnly && (
        <ChipPopover editor={editor} text={value} from={editing} onClose={() => setEditing(null)}>
          {({ source, change, close }) => (
            <ExpressionInput bare label={label} value={source} onChange={change} onEnter={close} />
          )}
        </ChipPopover>
      )}
    </div>
  );
}

/** Completion and chips follow the sample data. */
function useDynamic(withoutChips: boolean, edit: (from: number) => void) {
  const { scope, shapes, sources, timezone } = useNodeForm();
  return useMemo(
    () => [
      completionData.of({ scope, shapes, sources }),
      chipContext.of(withoutChips ? null : { scope, shapes, sources, timezone }),
      chipEvents.of({ edit }),
    ],
    [scope, shapes, sources, timezone, withoutChips, edit],
  );
}

/** Inserts a path at the cursor; and tells who stands beside the form that this field was used last. */
function useInsert(editor: RefObject<EditorHandle | null>, bare: boolean) {
  const active = useActiveEditor();
  const insert = useCallback(
    (path: string) => editor.current?.insert((text, position) => insertion(text, position, path, bare)),
    [editor, bare],
  );
  const forget = useEffectEvent(() => active?.clear(insert));
  useEffect(() => () => forget(), []);
  return { insert, remember: () => active?.set(insert) };
}
