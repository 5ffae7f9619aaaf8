/**
 * What nobody can know before a step has run: data that no schema describes (the body of an answer). An example has nothing
 * there, and what is worked out on nothing (0 entries, an empty text) would be taken for the answer. Pure.
 */
import { compileExpression, type Shape } from '@millrace/core';

/** The labels of steps that have only an example, by the name that reads them. */
export type Untested = Readonly<Record<string, string>>;

interface Source {
  name: string;
  label: string;
  node: unknown;
  origin?: string;
}

export function untestedOf(sources: readonly Source[]): Untested {
  const untested = sources.filter(({ node, name, origin }) => node && name !== '' && origin === 'schema');
  return Object.fromEntries(untested.map(({ name, label }) => [name, label]));
}

/** The label of a step that has to be tested before these expressions have a result; null where all is known. */
export function notKnown(
  sources: readonly string[],
  shapes: Readonly<Record<string, Shape>>,
  untested: Untested,
): string | null {
  // Most have nothing that is open; nothing is compiled for them.
  return Object.keys(untested).length === 0 ? null : notKnownOf(sources.flatMap(pathsIn), shapes, untested);
}

/** The same of the paths that are read. */
export function notKnownOf(
  paths: readonly (readonly string[])[],
  shapes: Readonly<Record<string, Shape>>,
  untested: Untested,
): string | null {
  for (const [root = '', ...path] of paths.map(withoutStep)) {
    const label = Object.hasOwn(untested, root) ? untested[root] : undefined;
    if (label !== undefined && !isDescribed(shapes[root], path)) return label;
  }
  return null;
}

/** `step.order.output.total` is `order.total`. */
function withoutStep(path: readonly string[]): readonly string[] {
  const [root, key, output] = path;
  return root === 'step' && key !== undefined ? [key, ...path.slice(output === 'output' ? 3 : 2)] : path;
}

function pathsIn(source: string): readonly (readonly string[])[] {
  try {
    return compileExpression(source).references;
  } catch {
    // Half typed: its problem is told elsewhere.
    return [];
  }
}

function isDescribed(shape: Shape | undefined, path: readonly string[]): boolean {
  if (!shape || shape.type === 'unknown') return false;
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (shape.type === 'list') return /^\d+$/.test(key) ? isDescribed(shape.item, rest) : true;
  if (shape.type !== 'object') return true;
  const field = shape.fields && Object.hasOwn(shape.fields, key) ? shape.fields[key] : shape.item;
  if (field) return isDescribed(field, rest);
  // What is not there is told as that; what may be there is not known.
  return !shape.open;
}
