/** Finds steps by their name, their error, or anything in their data. Pure. */
import type { Step } from '@millrace/core';

/** Values and names that are looked at in all: a record can hold fifty megabytes, and somebody types. */
const budget = 300_000;

/** The steps that hold the text, without regard to case; of very much data only the beginning is looked through. */
export function searchSteps(steps: readonly Step[], text: string): Step[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...steps];
  const left = { count: budget };
  return steps.filter(
    (step) =>
      has(step.label, wanted) ||
      has(step.key, wanted) ||
      has(step.error?.message ?? '', wanted) ||
      holds(step.output, wanted, left) ||
      holds(step.input, wanted, left),
  );
}

function has(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted);
}

function holds(value: unknown, wanted: string, left: { count: number }): boolean {
  const open: unknown[] = [value];
  while (open.length > 0 && left.count > 0) {
    left.count--;
    const at = open.pop();
    if (typeof at === 'string') {
      if (has(at, wanted)) return true;
    } else if (typeof at === 'number' || typeof at === 'boolean') {
      if (String(at).includes(wanted)) return true;
    } else if (Array.isArray(at)) for (const entry of at) open.push(entry);
    else if (at !== null && typeof at === 'object')
      for (const [name, entry] of Object.entries(at)) {
        if (has(name, wanted)) return true;
        open.push(entry);
      }
  }
  return false;
}
