import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** CodeMirror in the colours of the product; the variables follow the theme by themselves. */
export const editorTheme = [
  EditorView.theme({
    '&': { fontSize: '0.8125rem', backgroundColor: 'transparent', color: 'var(--fg)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      lineHeight: '1.25rem',
    },
    '.cm-content': { padding: '5px 0', caretColor: 'var(--fg)' },
    '.cm-line': { padding: '0 10px' },
    '.cm-cursor': { borderLeftColor: 'var(--fg)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--accent-soft)',
    },
    '.cm-placeholder': { color: 'var(--faint)' },
    '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--faint)' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
    '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
    '.cm-expression': {
      backgroundColor: 'var(--accent-soft)',
      color: 'var(--accent-text)',
      borderRadius: '3px',
      padding: '1px 0',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--raised)',
      color: 'var(--fg)',
      border: '1px solid var(--line-strong)',
      borderRadius: '8px',
      boxShadow: 'var(--float)',
      overflow: 'hidden',
      zIndex: '60',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': {
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      fontSize: '0.75rem',
      maxHeight: '15rem',
      padding: '4px',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
      padding: '4px 8px',
      borderRadius: '6px',
      display: 'flex',
      alignItems: 'center',
      gap: '8px',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--hover)',
      color: 'var(--fg)',
    },
    '.cm-completionLabel': { flex: '1' },
    '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent-text)', fontWeight: '600' },
    '.cm-completionDetail': {
      fontStyle: 'normal',
      color: 'var(--muted)',
      maxWidth: '14rem',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    '.cm-lintRange-error': {
      backgroundImage: 'none',
      textDecoration: 'underline wavy var(--danger) 1px',
      textUnderlineOffset: '3px',
    },
    '.cm-diagnostic': { padding: '4px 8px', borderLeft: 'none', fontSize: '0.75rem' },
    '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--fg)', borderColor: 'var(--line)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName], color: 'var(--fg)' },
      { tag: [tags.string], color: 'var(--success)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--tint-action)' },
      { tag: [tags.keyword], color: 'var(--tint-trigger)' },
      { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--muted)' },
      { tag: [tags.comment], color: 'var(--faint)' },
    ]),
  ),
];
