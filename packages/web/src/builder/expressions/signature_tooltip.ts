/** Help while the arguments of a call are typed: its parameters with the one that is being typed, what it does, an example. */
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import { type SignatureHelp, signatureAt } from '@millrace/core';
import { escapeFirst } from './escape_first.ts';
import { regionAt, regionsOf } from './regions.ts';
import { shortValue } from './value_words.ts';

interface Shown {
  focused: boolean;
  /** Closed with Escape; the next key of the text opens it again. */
  closed: boolean;
  key: string;
  tooltip: Tooltip | null;
}

const setFocused = StateEffect.define<boolean>();
const close = StateEffect.define<null>();
const nothing: Shown = { focused: false, closed: false, key: '', tooltip: null };

/** @param bare the whole text is an expression. */
export function signatureTooltip(bare: boolean): Extension {
  const field = StateField.define<Shown>({
    create: () => nothing,
    update(shown, transaction) {
      let { focused, closed } = shown;
      for (const effect of transaction.effects) {
        if (effect.is(setFocused)) focused = effect.value;
        if (effect.is(close)) closed = true;
      }
      if (transaction.docChanged) closed = false;
      const isSame = focused === shown.focused && closed === shown.closed;
      if (isSame && !transaction.docChanged && !transaction.selection) return shown;
      return look(transaction.state, { ...shown, focused, closed }, bare);
    },
    provide: (own) => showTooltip.from(own, ({ tooltip }) => tooltip),
  });
  return [
    field,
    EditorView.focusChangeEffect.of((_state, focused) => setFocused.of(focused)),
    escapeFirst((view) => {
      if (!view.state.field(field).tooltip) return false;
      view.dispatch({ effects: close.of(null) });
      return true;
    }),
  ];
}

function look(state: EditorState, shown: Shown, bare: boolean): Shown {
  const { main } = state.selection;
  const place = shown.focused && !shown.closed && main.empty ? expressionAt(state, main.head, bare) : null;
  const help = place && signatureAt(place.source, main.head - place.start);
  if (!place || !help) return { ...shown, key: '', tooltip: null };
  const key = `${help.name} ${help.active} ${help.params.length}`;
  const pos = place.start + help.at;
  // The same element as long as it says the same: it must not flicker with every key.
  if (key === shown.key && shown.tooltip?.pos === pos) return shown;
  return { ...shown, key, tooltip: { pos, above: true, create: () => ({ dom: drawn(help) }) } };
}

function expressionAt(
  state: EditorState,
  head: number,
  bare: boolean,
): { source: string; start: number } | null {
  const text = state.doc.toString();
  const region = regionAt(text, head);
  if (region) return { source: text.slice(region.start, region.end), start: region.start };
  return bare && regionsOf(text).length === 0 ? { source: text, start: 0 } : null;
}

function drawn(help: SignatureHelp): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-signature';
  dom.setAttribute('role', 'tooltip');
  const line = add(dom, 'code', 'cm-signature-line', `${help.name}(`);
  help.params.forEach((param, index) => {
    if (index > 0) line.append(', ');
    add(line, index === help.active ? 'strong' : 'span', '', param);
  });
  line.append(')');
  addHelp(dom, help.description, help.example);
  return dom;
}

/** What a function does, and an expression with its result; also beside a completion. */
export function addHelp(
  dom: HTMLElement,
  description: string,
  example: readonly [string, unknown] | undefined,
): void {
  add(dom, 'div', 'cm-signature-text', description);
  if (example) add(dom, 'code', 'cm-signature-example', `${example[0]} → ${shortValue(example[1], 60)}`);
}

function add(to: HTMLElement, tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  to.append(element);
  return element;
}
