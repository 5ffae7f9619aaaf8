/**
 * What mappings put together fits the schema of the field that it is for: each field is known there and of its type, and what
 * must be there is filled. An error where the types are declared; a warning where one earlier run showed them.
 */
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import { closest } from '../expression/closest.ts';
import { shapeWord } from '../expression/shapes_of.ts';
import { formatPath } from '../field_path.ts';
import { fieldWords } from '../field_words.ts';
import type { FieldMapping } from '../mapping/field_mapping.ts';
import { inferMapping, misfit, shapeAt, shapeOfTargets } from '../mapping/infer_mapping.ts';
import { parseTargetPath, type TargetPath, targetText } from '../mapping/target_path.ts';
import { ownField, type Shape, shapeOfSchema } from '../shape.ts';
import { expressionsOf, type MappedField } from './node_expressions.ts';
import { type Check, problem, type Subject } from './subject.ts';
import { namesByField, shapesOf } from './type_mismatch.ts';

export const mappedFieldsCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    expressionsOf(subject, node).mapped.flatMap((mapped) => problemsOf(subject, node, mapped)),
  );

interface Target {
  mapping: FieldMapping;
  field: string;
  path: TargetPath;
}

function problemsOf(subject: Subject, node: WorkflowNode, mapped: MappedField): Problem[] {
  const wanted = wantedBy(subject, node, mapped.path);
  if (!wanted) return [];
  const targets = mapped.mappings.map((each) => ({
    ...each,
    path: parseTargetPath(each.mapping.target_field),
  }));
  const title = titleOfField(subject, node, mapped.path);
  const whole = shapeOfTargets(targets.map(({ path }) => ({ path, shape: { type: 'unknown' } })));
  const missing = missingIn(wanted, whole, '').map((name) =>
    problem('missing_input', node, `${node.label}: ${title} needs ${name}, and no mapping fills it`, {
      field: formatPath(mapped.path),
    }),
  );
  return [...missing, ...targets.flatMap((target) => misfits(subject, node, title, wanted, target))];
}

function wantedBy(subject: Subject, node: WorkflowNode, path: readonly PropertyKey[]): Shape | null {
  const operation = subject.operation(node);
  if (!operation) return null;
  const found = shapeAt(shapeOfSchema(operation.input), path as unknown as TargetPath);
  return 'shape' in found ? found.shape : null;
}

function titleOfField(subject: Subject, node: WorkflowNode, path: readonly PropertyKey[]): string {
  return fieldWords(formatPath(path), { fields: subject.fields(node), config: node.config });
}

function missingIn(wanted: Shape, made: Shape, before: string): string[] {
  if (wanted.type === 'list' && made.type === 'list')
    return missingIn(wanted.item ?? made, made.item ?? wanted, `${before}[]`);
  if (wanted.type !== 'object' || made.type !== 'object') return [];
  return Object.entries(wanted.fields ?? {}).flatMap(([name, field]) => {
    const place = before === '' ? name : `${before}.${name}`;
    const own = ownField(made.fields, name);
    if (!own) return field.optional || field.type === 'nothing' ? [] : [place];
    return missingIn(field, own, place);
  });
}

function misfits(
  subject: Subject,
  node: WorkflowNode,
  title: string,
  wanted: Shape,
  { mapping, field, path }: Target,
): Problem[] {
  const say = (words: string, severity: Problem['severity'] = 'error') => [
    problem('type_mismatch', node, `${node.label}: ${title} ${words}`, {
      field: `${field}.target_field`,
      severity,
    }),
  ];
  const found = shapeAt(wanted, path);
  if ('stranger' in found) {
    const meant = closest(found.stranger, found.known);
    const name = targetText(path.slice(0, found.at + 1));
    return say(`has no field ${name}${meant ? `; did you mean ${meant}?` : ''}`, 'warning');
  }
  if ('wrong' in found) {
    const name = targetText(path.slice(0, found.at));
    return say(`cannot take ${mapping.target_field}: ${name || 'it'} is ${shapeWord(found.wrong)}`);
  }
  const passes = subject.context.samples ? [false, true] : [false];
  for (const withSamples of passes) {
    const reason = reasonOf(subject, node, { mapping, field, path }, found.shape, withSamples);
    if (reason) return say(`${mapping.target_field}: its value ${reason}`, withSamples ? 'warning' : 'error');
  }
  return [];
}

function reasonOf(
  subject: Subject,
  node: WorkflowNode,
  { mapping, field }: Target,
  wanted: Shape,
  withSamples: boolean,
): string | null {
  const names =
    namesByField(expressionsOf(subject, node).references).get(`${field}.source_path`) ?? new Set();
  const inferred = inferMapping(mapping, shapesOf(subject, node, names, 'node', withSamples));
  return 'shape' in inferred ? misfit(inferred.shape, wanted) : null;
}
