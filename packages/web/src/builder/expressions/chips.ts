/**
 * Expressions in a text drawn as chips.
 * 1. The text stays what it is: chips are only drawn over it, so copying, pasting, undo and saving see the raw text.
 * 2. The expression in which the cursor is typing is never a chip; it becomes one when the cursor or the focus leaves it.
 * 3. A chip is one step for the cursor: an arrow selects it, the next one passes it; Backspace and Delete take it whole.
 */
import { type EditorState, type Extension, Facet, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap } from '@codemirror/view';
import { words } from '../../strings/expressions.ts';
import { type ChipContext, type ChipLabel, chipLabel, spokenLabel } from './chip_label.ts';
import { ChipWidget } from './chip_widget.tsx';
import { type Region, regionsOf } from './regions.ts';

export interface ChipEvents {
  /** Somebody wants to edit the chip that begins here. */
  edit(from: number): void;
}

/** The data that chips show; null shows the raw text. */
export const chipContext = Facet.define<ChipContext | null, ChipContext | null>({
  combine: (given) => given[0] ?? null,
});

/** What the field does when a chip is clicked. */
export const chipEvents = Facet.define<ChipEvents, ChipEvents | null>({
  combine: (given) => given[0] ?? null,
});

interface Drawn {
  focused: boolean;
  chips: DecorationSet;
  /** Each chip with the quotes, brackets and commas beside it: a line does not break between them. */
  words: DecorationSet;
}

const setFocused = StateEffect.define<boolean>();

const field = StateField.define<Drawn>({
  create: (state) => draw(state, false),
  update(drawn, transaction) {
    const effect = transaction.effects.find((each) => each.is(setFocused));
    const focused = effect ? effect.value : drawn.focused;
    const isOther = transaction.startState.facet(chipContext) !== transaction.state.facet(chipContext);
    const isSame = focused === drawn.focused && !isOther && !transaction.docChanged && !transaction.selection;
    return isSame ? drawn : draw(transaction.state, focused);
  },
  provide: (own) => [
    EditorView.decorations.from(own, ({ chips: set }) => set),
    EditorView.decorations.from(own, ({ words: set }) => set),
    EditorView.atomicRanges.of((view) => view.state.field(own).chips),
  ],
});

/** The extension; what it shows comes with {@link chipContext}. */
export const chips: Extension = [
  field,
  EditorView.focusChangeEffect.of((_state, focused) => setFocused.of(focused)),
  EditorView.domEventHandlers({ mousedown: editClicked }),
  Prec.high(
    keymap.of([
      { key: 'ArrowRight', run: (view) => step(view, 1) },
      { key: 'ArrowLeft', run: (view) => step(view, -1) },
      { key: 'Enter', run: editSelected },
      { key: 'F2', run: editSelected },
    ]),
  ),
];

const labels = new WeakMap<ChipContext, Map<string, ChipLabel>>();

/** Worked out once for a text and the data it is shown on. */
function labelOf(source: string, context: ChipContext): ChipLabel {
  const known = labels.get(context) ?? new Map<string, ChipLabel>();
  labels.set(context, known);
  const label = known.get(source) ?? chipLabel(source, context);
  // What was too slow may have met a busy moment.
  if (label.value !== null) known.set(source, label);
  return label;
}

function draw(state: EditorState, focused: boolean): Drawn {
  const context = state.facet(chipContext);
  if (!context) return { focused, chips: Decoration.none, words: Decoration.none };
  const regions = chipRegions(state, focused);
  return {
    focused,
    chips: Decoration.set(regions.map((region) => chipOf(state, region, context))),
    words: Decoration.set(regions.map((region) => wordAround(state, region))),
  };
}

const mostBeside = 3;
const opens = /["'`([{<]*$/;
const closes = /^["'`)\]}>,;:.!?]*/;
const oneWord = Decoration.mark({ class: 'cm-chip-word' });

function wordAround({ doc }: EditorState, { from, to }: Region) {
  const before = doc.sliceString(Math.max(0, from - mostBeside), from);
  const after = doc.sliceString(to, to + mostBeside);
  const beside = (text: string, found: RegExp) => found.exec(text)?.[0].length ?? 0;
  return oneWord.range(from - beside(before, opens), to + beside(after, closes));
}

function chipRegions(state: EditorState, focused: boolean): Region[] {
  const { main } = state.selection;
  return regionsOf(state.doc.toString()).filter(({ from, to, start, end, closed }) => {
    if (!closed || state.sliceDoc(start, end).trim() === '') return false;
    return !(focused && main.empty && main.head > from && main.head < to);
  });
}

function chipOf(state: EditorState, { from, to, start, end }: Region, context: ChipContext) {
  const { main } = state.selection;
  const selected = !main.empty && main.from <= from && main.to >= to;
  const source = state.sliceDoc(start, end);
  return Decoration.replace({ widget: new ChipWidget(source, labelOf(source, context), selected) }).range(
    from,
    to,
  );
}

/** The chip that the selection is exactly around. */
function selectedChip(view: EditorView): { from: number; to: number } | null {
  const { main } = view.state.selection;
  if (main.empty) return null;
  let found: { from: number; to: number } | null = null;
  view.state.field(field).chips.between(main.from, main.to, (from, to) => {
    if (from === main.from && to === main.to) found = { from, to };
  });
  return found;
}

function step(view: EditorView, by: 1 | -1): boolean {
  const { main } = view.state.selection;
  const on = selectedChip(view);
  if (on) {
    view.dispatch({ selection: { anchor: by > 0 ? on.to : on.from }, scrollIntoView: true });
    return true;
  }
  if (!main.empty) return false;
  const found: { from: number; to: number }[] = [];
  view.state.field(field).chips.between(main.head, main.head, (from, to) => {
    if (by > 0 ? from === main.head : to === main.head) found.push({ from, to });
  });
  const [next] = found;
  const context = view.state.facet(chipContext);
  if (!next || !context) return false;
  const source = view.state.sliceDoc(next.from + 2, next.to - 2);
  view.dispatch({
    selection: by > 0 ? { anchor: next.from, head: next.to } : { anchor: next.to, head: next.from },
    scrollIntoView: true,
    effects: EditorView.announce.of(words.chip.selected(spokenLabel(labelOf(source, context)))),
  });
  return true;
}

function editSelected(view: EditorView): boolean {
  const on = selectedChip(view);
  if (on) view.state.facet(chipEvents)?.edit(on.from);
  return on !== null;
}

function editClicked(event: MouseEvent, view: EditorView): boolean {
  const chip = event.target instanceof Element ? event.target.closest('.cm-chip') : null;
  if (!chip || event.button !== 0 || event.shiftKey) return false;
  const from = view.posAtDOM(chip);
  const region = regionsOf(view.state.doc.toString()).find((each) => each.from === from);
  if (!region) return false;
  event.preventDefault();
  view.focus();
  view.dispatch({ selection: { anchor: region.from, head: region.to } });
  view.state.facet(chipEvents)?.edit(region.from);
  return true;
}
