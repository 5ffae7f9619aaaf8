import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { type Command, EditorView, tooltips } from '@codemirror/view';
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useMemo, useRef } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { editorTheme } from './editor_theme.ts';

/** What a parent may ask of an editor. */
export interface EditorHandle {
  focus(): void;
  /** Inserts a text at the cursor (in place of the selection); a function gets the text and the position. */
  insert(make: string | ((text: string, position: number) => string)): void;
  /** Replaces a part of the text. The cursor comes behind it, and the focus into the editor, unless it is left where it is. */
  change(edit: { from: number; to: number; insert: string }, stay?: boolean): void;
  /** Puts the cursor somewhere and the focus into the editor. */
  select(anchor: number, head?: number): void;
  /** Does a command of the editor. */
  run(command: Command): void;
  /** Where a part of the text is on the screen. */
  rectOf(from: number): DOMRect | null;
}

export interface CodeEditorProps {
  value: string;
  onChange: (value: string) => void;
  onFocus?: () => void;
  onBlur?: () => void;
  /** Made once; what changes later belongs in `dynamic`. */
  extensions: Extension;
  dynamic?: Extension;
  readOnly?: boolean;
  label: string;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  required?: boolean;
  className?: string;
  ref?: Ref<EditorHandle>;
}

const none: Extension = [];

/** A CodeMirror editor as a controlled field. */
export function CodeEditor(props: CodeEditorProps) {
  const {
    value,
    extensions,
    dynamic = none,
    readOnly = false,
    label,
    id,
    describedBy,
    invalid,
    required,
    className,
    ref,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const slots = useRef({ dynamic: new Compartment(), attributes: new Compartment() });
  const changed = useEffectEvent((next: string) => props.onChange(next));
  const focused = useEffectEvent((has: boolean) => (has ? props.onFocus?.() : props.onBlur?.()));
  const attributes = useMemo(
    () => attributesOf({ label, id, describedBy, invalid, required, readOnly }),
    [label, id, describedBy, invalid, required, readOnly],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later changes go through the compartments below
  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      doc: value,
      extensions: [
        extensions,
        editorTheme,
        // In its own place the list of completions would be cut off by the field, the panel or the dialog around it.
        tooltips({ parent: host.current!.closest<HTMLElement>('[role="dialog"]') ?? document.body }),
        slots.current.dynamic.of(dynamic),
        slots.current.attributes.of(attributes),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
          if (update.focusChanged) focused(update.view.hasFocus);
        }),
      ],
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    const current = editor?.state.doc.toString();
    if (!editor || current === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: slots.current.dynamic.reconfigure(dynamic) });
  }, [dynamic]);

  useEffect(() => {
    view.current?.dispatch({ effects: slots.current.attributes.reconfigure(attributes) });
  }, [attributes]);

  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    insert: (make) => {
      const editor = view.current;
      if (!editor) return;
      const { from, to } = editor.state.selection.main;
      const text = typeof make === 'string' ? make : make(editor.state.doc.toString(), from);
      editor.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length },
        userEvent: 'input.paste',
      });
      editor.focus();
    },
    change: ({ from, to, insert }, stay = false) => {
      const editor = view.current;
      if (!editor || to > editor.state.doc.length) return;
      editor.dispatch({
        changes: { from, to, insert },
        ...(stay ? {} : { selection: { anchor: from + insert.length } }),
        userEvent: 'input',
      });
      if (!stay) editor.focus();
    },
    select: (anchor, head = anchor) => {
      const editor = view.current;
      if (!editor) return;
      const end = editor.state.doc.length;
      editor.focus();
      editor.dispatch({ selection: { anchor: Math.min(anchor, end), head: Math.min(head, end) } });
    },
    run: (command) => {
      if (view.current) command(view.current);
    },
    rectOf: (from) => {
      const editor = view.current;
      const chip = editor?.domAtPos(from, 1);
      const element = chip?.node.childNodes[chip.offset];
      if (element instanceof HTMLElement) return element.getBoundingClientRect();
      const place = editor?.coordsAtPos(from);
      return place ? new DOMRect(place.left, place.top, 0, place.bottom - place.top) : null;
    },
  }));

  return (
    <div
      ref={host}
      data-invalid={invalid || undefined}
      className={cn(
        'min-w-0 overflow-hidden rounded-md border border-control bg-surface transition-colors duration-150 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent hover:border-muted data-invalid:border-danger',
        readOnly && 'bg-sunken text-muted',
        className,
      )}
    />
  );
}

type Attributes = Pick<CodeEditorProps, 'label' | 'id' | 'describedBy' | 'invalid' | 'required'> & {
  readOnly: boolean;
};

function attributesOf({ label, id, describedBy, invalid, required, readOnly }: Attributes): Extension {
  const attributes: Record<string, string> = { 'aria-label': label, tabindex: '0' };
  if (id) attributes.id = id;
  if (describedBy) attributes['aria-describedby'] = describedBy;
  if (invalid) attributes['aria-invalid'] = 'true';
  if (required) attributes['aria-required'] = 'true';
  if (readOnly) attributes['aria-readonly'] = 'true';
  return [
    EditorView.contentAttributes.of(attributes),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
  ];
}
