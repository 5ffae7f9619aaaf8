import { sampleLimits, triggerInputSchema, type WorkflowNode } from '@millrace/core';
import { knowing } from '../../strings/knowing.ts';

const words = knowing.pin;
const encoder = new TextEncoder();

/** Why a value cannot be the pinned sample of a node, in words; null when it can. */
export function pinProblem(node: Pick<WorkflowNode, 'type'>, value: unknown): string | null {
  if (value === undefined) return words.empty;
  const bytes = encoder.encode(JSON.stringify(value)).length;
  if (bytes > sampleLimits.bytes) return words.large(megabytes(bytes));
  if (node.type !== 'trigger') return null;
  const hasData = typeof value === 'object' && value !== null && Object.hasOwn(value, 'data');
  return hasData && triggerInputSchema.safeParse(value).success ? null : words.needs_data;
}

/** Never rounded to what is still allowed. */
function megabytes(bytes: number): string {
  return `${(Math.ceil((bytes / 1024 / 1024) * 100) / 100).toFixed(2)} MB`;
}
