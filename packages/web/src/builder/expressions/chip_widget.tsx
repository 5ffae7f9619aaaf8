import { type EditorView, WidgetType } from '@codemirror/view';
import { Sigma, Variable } from 'lucide-react';
import { createRoot, type Root } from 'react-dom/client';
import { words } from '../../strings/expressions.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { type ChipLabel, spokenLabel } from './chip_label.ts';

/** React draws the icon only; roots are found again by their element when CodeMirror throws it away. */
const roots = new WeakMap<HTMLElement, Root>();

/** An expression as one thing in a text: the icon and name of the step, and the path in it. */
export class ChipWidget extends WidgetType {
  readonly source: string;
  readonly label: ChipLabel;
  readonly selected: boolean;

  constructor(source: string, label: ChipLabel, selected: boolean) {
    super();
    this.source = source;
    this.label = label;
    this.selected = selected;
  }

  override eq(other: ChipWidget): boolean {
    return other.source === this.source && other.label === this.label && other.selected === this.selected;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.setAttribute('role', 'img');
    const icon = document.createElement('span');
    icon.className = 'cm-chip-icon';
    icon.setAttribute('aria-hidden', 'true');
    chip.append(icon);
    const root = createRoot(icon);
    roots.set(chip, root);
    root.render(<ChipIcon label={this.label} />);
    const { from, path } = this.label;
    if (from) chip.append(part('cm-chip-from', from));
    if (path) chip.append(part('cm-chip-path', path));
    this.dress(chip);
    return chip;
  }

  /** Only its state changed: the element, and with it the icon, stays. */
  override updateDOM(chip: HTMLElement, _view: EditorView, before: this): boolean {
    if (before.source !== this.source) return false;
    const { from, path } = before.label;
    if (from !== this.label.from || path !== this.label.path || before.label.subtype !== this.label.subtype)
      return false;
    this.dress(chip);
    return true;
  }

  private dress(chip: HTMLElement): void {
    const { problem, value } = this.label;
    const { chip: say } = words;
    const spoken = spokenLabel(this.label);
    chip.className = ['cm-chip', problem && 'cm-chip-bad', this.selected && 'cm-chip-selected']
      .filter(Boolean)
      .join(' ');
    chip.setAttribute('aria-label', problem ? say.bad(spoken, problem) : say.name(spoken, value));
    chip.title = [this.source.trim(), problem ?? (value && `= ${value}`)].filter(Boolean).join('\n');
  }

  override destroy(chip: HTMLElement): void {
    const root = roots.get(chip);
    roots.delete(chip);
    // Not while React is drawing the field around it.
    queueMicrotask(() => root?.unmount());
  }

  /** A click is the field's: it opens the editor of the chip. */
  override ignoreEvent(): boolean {
    return false;
  }
}

function part(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

function ChipIcon({ label: { subtype, from } }: { label: ChipLabel }) {
  if (subtype) return <NodeIcon subtype={subtype} className="size-4 rounded-xs" />;
  const Icon = from ? Variable : Sigma;
  return <Icon className="size-3" />;
}
