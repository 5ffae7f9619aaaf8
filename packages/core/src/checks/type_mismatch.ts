/**
 * Expressions fit the types of what they read. An error where the types are declared; a warning where one earlier run showed
 * them. What the check of names has reported is not said twice.
 */
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import type { Inferred } from '../expression/infer.ts';
import { isOpenType, shapeWord } from '../expression/shapes_of.ts';
import { inferSource } from '../mapping/infer_mapping.ts';
import type { Shape } from '../shape.ts';
import { notAList } from './loop_items.ts';
import { type ExpressionScope, expressionsOf, type Reference } from './node_expressions.ts';
import { shapesIn } from './node_shapes.ts';
import { unknownShape } from './shapes.ts';
import { type Check, problem, type Subject } from './subject.ts';
import { unknownVariableCheck } from './unknown_variable.ts';

export const typeMismatchCheck: Check = (subject) => {
  const reported = new Set(unknownVariableCheck(subject).map(placeOf));
  const passes = subject.context.samples ? [false, true] : [false];
  return passes.flatMap((withSamples) =>
    subject.nodes.flatMap((node) =>
      mismatches(subject, node, withSamples).filter((found) => {
        const isNew = !reported.has(placeOf(found));
        reported.add(placeOf(found));
        return isNew;
      }),
    ),
  );
};

const placeOf = ({ node_id, field }: Problem) => `${node_id} ${field}`;

function mismatches(subject: Subject, node: WorkflowNode, withSamples: boolean): Problem[] {
  const { references, sources } = expressionsOf(subject, node);
  const names = namesByField(references);
  const byField = Map.groupBy(references, (reference) => reference.field);
  const severity = withSamples ? 'warning' : 'error';
  return sources.flatMap(({ field, source, scope }) => {
    const shapes = shapesOf(subject, node, names.get(field) ?? nothing, scope, withSamples);
    const sentence = wrongIn(node, field, inferSource(source, shapes));
    if (sentence === null) return [];
    const from = blamed(subject, byField.get(field) ?? [], sentence);
    return [problem('type_mismatch', node, `${node.label}: ${sentence}`, { field, severity, from })];
  });
}

/** The node whose output the sentence speaks of, or the only one that the field reads. */
function blamed(subject: Subject, read: readonly Reference[], sentence: string) {
  const named = read.filter(({ path }) => sentence.includes(path.join('.')));
  const nodes = new Set((named.length > 0 ? named : read).map(({ path }) => nodeOf(subject, path)));
  const [first, ...others] = [...nodes].filter((node) => node !== undefined);
  return others.length === 0 || named.length > 0 ? first : undefined;
}

function nodeOf({ byKey, triggers }: Subject, [root, key]: readonly string[]): WorkflowNode | undefined {
  if (root === 'trigger') return triggers[0];
  return byKey.get(root === 'step' ? (key ?? '') : (root ?? ''));
}

function wrongIn(node: WorkflowNode, field: string, found: Inferred): string | null {
  if ('problem' in found) {
    return found.position === undefined
      ? found.problem
      : `${found.problem} (at character ${found.position + 1})`;
  }
  const { shape } = found;
  const isItems = node.subtype === 'loop' && field === 'items';
  return isItems && shape.type !== 'list' && !isOpenType(shape) ? notAList(shapeWord(shape)) : null;
}

const nothing: ReadonlySet<string> = new Set();

/** The first names that the expressions of each field read: looked up, because one node can hold thousands of fields. */
export function namesByField(references: readonly Reference[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { field, path } of references) {
    const ofField = names.get(field);
    if (ofField) ofField.add(path[0]!);
    else names.set(field, new Set([path[0]!]));
  }
  return names;
}

export function shapesOf(
  subject: Subject,
  node: WorkflowNode,
  names: ReadonlySet<string>,
  scope: ExpressionScope,
  withSamples: boolean,
): Record<string, Shape> {
  const shapes = shapesIn(subject).names(node, names, withSamples);
  if (scope === 'item' || scope === 'round') {
    if (names.has('index')) shapes.index = { type: 'number' };
    if (names.has('item')) shapes.item = unknownShape;
  }
  if (scope === 'event') for (const name of names) shapes[name] = unknownShape;
  return shapes;
}
