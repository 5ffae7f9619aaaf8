/** What makes an editor one for expressions: highlighted `{{ }}`, completion over real data, a path dropped as text. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { EditorState, type Extension, Facet } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  dropCursor,
  EditorView,
  keymap,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { complete, type Completion as Offered, type Shape } from '@millrace/core';
import { words } from '../../strings/expressions.ts';
import { chips } from './chips.ts';
import { dataColours } from './editor_theme.ts';
import { exampleHint } from './example.ts';
import { jsonEditing } from './json/json_editing.ts';
import { type KnownOrigin, type Origin, originOfCompletion } from './origin.ts';
import { insertion, regionAt, regionsOf } from './regions.ts';
import { addHelp, signatureTooltip } from './signature_tooltip.ts';

/** What the variable picker puts on a drag. */
export const pathDragType = 'application/x-millrace-path';

const mark = Decoration.mark({ class: 'cm-expression' });

const highlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marks(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = marks(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function marks(view: EditorView): DecorationSet {
  return Decoration.set(regionsOf(view.state.doc.toString()).map(({ from, to }) => mark.range(from, to)));
}

/** Typing the second brace closes both; typing the closing ones steps over those that are there. */
const braces = EditorView.inputHandler.of((view, from, to, text) => {
  if (from !== to) return false;
  if (text === '}') return stepOver(view, from);
  if (text !== '{' || view.state.sliceDoc(from - 1, from) !== '{') return false;
  const before = view.state.sliceDoc(0, from - 1);
  if (before.endsWith('\\') || regionAt(before, from - 1)) return false;
  view.dispatch({
    changes: { from, insert: '{}}' },
    selection: { anchor: from + 1 },
    userEvent: 'input.type',
  });
  startCompletion(view);
  return true;
});

function stepOver(view: EditorView, at: number): boolean {
  const region = regionAt(view.state.doc.toString(), at) ?? regionAt(view.state.doc.toString(), at - 1);
  if (!region?.closed || (at !== region.end && at !== region.end + 1)) return false;
  view.dispatch({ selection: { anchor: at + 1 }, userEvent: 'input.type' });
  return true;
}

/** Enter belongs to the form, pasted line breaks become spaces. */
const singleLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines < 2) return transaction;
  const insert = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert },
    selection: { anchor: insert.length },
  };
});

interface ExpressionOptions {
  multiline: boolean;
  /** The whole text is an expression. */
  bare: boolean;
  placeholder?: string | undefined;
  /** The text is JSON around its expressions. */
  json?: boolean;
  /** Enter in a field of one line. */
  onEnter?: (() => void) | undefined;
}

/** The extensions that never change. */
export function expressionExtensions({
  multiline,
  bare,
  placeholder: hint,
  json: isJson = false,
  onEnter,
}: ExpressionOptions): Extension {
  const enter = {
    key: 'Enter',
    run: () => {
      onEnter?.();
      return true;
    },
  };
  return [
    history(),
    parenthesis,
    bare || isJson ? bracketMatching({ brackets: '()[]{}' }) : [],
    isJson ? [json(), indentOnInput(), dataColours, jsonEditing({ expressions: true })] : [],
    bare ? closeBrackets() : braces,
    highlight,
    completion(bare),
    reachable,
    bare ? [] : chips,
    EditorView.lineWrapping,
    multiline ? [] : [singleLine, keymap.of([enter])],
    hint ? placeholder(exampleHint(hint)) : [],
    dropPath(bare),
    dropCursor(),
    signatureTooltip(bare),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}

export interface CompletionData {
  scope: Readonly<Record<string, unknown>>;
  shapes: Readonly<Record<string, Shape>>;
  /** Where the values are from. */
  sources: readonly KnownOrigin[];
}

/**
 * What scrolls can be reached with the keyboard. The focus never comes here: the list closes when it leaves the field, whose
 * arrows walk in it.
 */
const reachable = EditorView.updateListener.of(({ state, view }) => {
  const list = completionStatus(state) && view.contentDOM.getAttribute('aria-controls');
  const drawn = list ? document.getElementById(list) : null;
  if (drawn) drawn.tabIndex = 0;
});

/** The sample data that is completed over; changes while an editor lives. */
export const completionData = Facet.define<CompletionData, CompletionData>({
  combine: (given) => given[0] ?? { scope: {}, shapes: {}, sources: [] },
});

function completion(bare: boolean): Extension {
  return autocompletion({
    override: [(context) => completions(context, bare)],
    // After `upper(` the next thing to choose is what goes in.
    activateOnCompletion: (chosen) => opening.has(chosen),
    // It opens only inside an expression: whoever is quick with Enter means it.
    interactionDelay: 0,
    icons: false,
    maxRenderedOptions: 60,
    aboveCursor: false,
    // Inside the dialog or the panel the list would be cut off.
    tooltipClass: () => 'millrace-completion',
  });
}

function completions(context: CompletionContext, bare: boolean): CompletionResult | null {
  // Who has gone on to something else in the meantime is not followed.
  if (context.view && !context.view.hasFocus) return null;
  const text = context.state.doc.toString();
  const region = regionAt(text, context.pos);
  if (!region && !(bare && regionsOf(text).length === 0)) return null;
  const start = region?.start ?? 0;
  const source = text.slice(start, region?.end ?? text.length);
  const { scope, shapes, sources } = context.state.facet(completionData);
  const offered = complete(source, context.pos - start, scope, shapes);
  const typed = context.state.sliceDoc(start + (offered[0]?.from ?? 0), context.pos);
  // Nothing is left to choose where all that fits is typed already.
  if (offered.length === 0 || (offered.length === 1 && offered[0]!.apply === typed)) return null;
  const [first] = offered;
  return {
    from: start + first!.from,
    options: offered.map((each, index) => optionOf(each, index, originOfCompletion(source, each, sources))),
    filter: true,
  };
}

/** Calls whose arguments come next. */
const opening = new WeakSet<Completion>();

function optionOf(each: Offered, index: number, origin: Origin | null): Completion {
  const { label, apply, kind } = each;
  const detail = origin ? `${each.detail} · ${words.origin[origin]}` : each.detail;
  const isCall = apply.endsWith('(');
  const option: Completion = {
    label,
    detail,
    apply: isCall ? openCall(apply) : apply,
    type: kind,
    ...(each.help ? { info: () => helpOf(each) } : {}),
    boost: 99 - Math.min(index, 99),
  };
  if (isCall) opening.add(option);
  return option;
}

/** `round(` with what closes it, and the cursor between the two. */
function openCall(text: string): NonNullable<Completion['apply']> {
  return (view, completion, from, to) => {
    const isOpen = view.state.sliceDoc(to, to + 1) === '(';
    const insert = isOpen ? text.slice(0, -1) : `${text})`;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + text.length },
      annotations: pickedCompletion.of(completion),
      userEvent: 'input.complete',
    });
  };
}

/** Typing the parenthesis that stands there already steps over it. */
const parenthesis = EditorView.inputHandler.of((view, from, to, text) => {
  if (text !== ')' || from !== to || view.state.sliceDoc(from, from + 1) !== ')') return false;
  const all = view.state.doc.toString();
  const region = regionAt(all, from);
  const source = region ? all.slice(region.start, region.end) : all;
  const count = (character: string) => source.split(character).length;
  if (count('(') > count(')')) return false;
  view.dispatch({ selection: { anchor: from + 1 }, userEvent: 'input.type' });
  return true;
});

function helpOf({ detail, help }: Offered): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-signature';
  dom.setAttribute('role', 'tooltip');
  const line = document.createElement('code');
  line.className = 'cm-signature-line';
  line.textContent = detail;
  dom.append(line);
  addHelp(dom, help!.description, help!.example);
  return dom;
}

function dropPath(bare: boolean): Extension {
  return EditorView.domEventHandlers({
    drop(event, view) {
      const path = event.dataTransfer?.getData(pathDragType);
      if (!path) return false;
      event.preventDefault();
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
      const text = insertion(view.state.doc.toString(), at, path, bare);
      view.dispatch({
        changes: { from: at, insert: text },
        selection: { anchor: at + text.length },
        userEvent: 'input.drop',
      });
      view.focus();
      return true;
    },
  });
}
