import type { Diagnostic } from '@codemirror/lint';

/** A mark in the text, and what it says under the pointer. */
export function diagnostic(mark: Pick<Diagnostic, 'from' | 'to' | 'severity' | 'message'>): Diagnostic {
  return { ...mark, renderMessage: () => tip(mark.message) };
}

function tip(message: string): HTMLElement {
  const element = document.createElement('span');
  element.setAttribute('role', 'tooltip');
  element.textContent = message;
  return element;
}
