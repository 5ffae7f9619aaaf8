import type { WorkflowNode } from '../definition.ts';
import { mostIterations } from '../nodes/control_schemas.ts';
import { kindOf } from '../schema_sentence.ts';
import { type Check, isBlank, problem } from './subject.ts';

/** What a loop was given as its items is a list, where that can be seen, and not longer than the loop may be. */
export const loopItemsCheck: Check = ({ nodes }) =>
  nodes
    .filter(({ subtype, config }) => subtype === 'loop' && (config.mode ?? 'items') === 'items')
    .flatMap((node) => {
      const wrong = wrongItems(node.config);
      return wrong ? [problem('loop_items', node, `${node.label}: ${wrong}`, { field: 'items' })] : [];
    });

function wrongItems({ items, max_iterations }: WorkflowNode['config']): string | null {
  if (isBlank(items)) return null;
  if (Array.isArray(items)) {
    const most = typeof max_iterations === 'number' ? max_iterations : mostIterations;
    if (items.length <= most) return null;
    return `items has ${count(items.length)} entries; the loop has at most ${count(most)} rounds`;
  }
  if (typeof items !== 'string') return notAList(kindOf(items));
  if (!items.includes('{{')) return `${notAList('text')}; write an expression in {{ }}`;
  return null;
}

/** Also said of what an expression gives. */
export function notAList(kind: string): string {
  const hint = kind === 'an object' ? '; values(…) makes a list of what is in it' : '';
  return `items must be a list; it is ${kind}${hint}`;
}

const count = (number: number) => number.toLocaleString('en-US');
