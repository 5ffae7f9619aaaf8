/** What a row of the outline is called. */
import { nodeKind, type StepStatus } from '@millrace/core';
import { text } from '../../strings/builder.ts';
import { outline as words } from '../../strings/outline.ts';
import { noteName } from '../canvas/note_markdown.ts';
import type { OutlineRow, RowContent } from './rows.ts';

export interface NodeState {
  status: StepStatus | null;
  /** Its problems, and what it needs. */
  marks: readonly string[];
  pinned: boolean;
}

/** The visible name of a row, by which letters find it. */
export function rowLabel({ content }: OutlineRow): string {
  switch (content.kind) {
    case 'node':
      return content.node.label || nodeKind(content.node.subtype).label;
    case 'branch':
      return branchLabel(content);
    case 'reference':
      return words.continues(content.label);
    case 'section':
      return words[content.section];
    case 'group':
      return content.group.label || words.unnamed_group;
    case 'note':
      return noteName(content.note.text) || words.empty_note;
  }
}

function branchLabel({ branch, port }: Extract<RowContent, { kind: 'branch' }>): string {
  return branch.path ? words.path(branch.path.number, branch.path.of) : (port ?? '');
}

/** "Get order, HTTP Request, Success, 2 problems, turned off, pinned": all that is seen of it. */
export function rowName(row: OutlineRow, state: NodeState): string {
  const { content } = row;
  const label = rowLabel(row);
  if (content.kind === 'branch') {
    const name = content.branch.path ? label : words.branch(label);
    return content.empty ? `${name}, ${words.nothing_here}` : name;
  }
  if (content.kind === 'group') return `${label}, ${words.group_of(content.group.nodes.length)}`;
  if (content.kind !== 'node') return label;
  const { node, follows } = content;
  const kind = nodeKind(node.subtype).label;
  return [
    label,
    kind !== label && kind,
    follows.length > 0 && words.follows(follows),
    state.status && text.status[state.status],
    ...state.marks,
    node.disabled && words.disabled,
    state.pinned && words.pinned,
  ]
    .filter(Boolean)
    .join(', ');
}
