/** What is filled in fits the schema of the operation. What an expression will give is checked when it runs. */
import { z } from 'zod';
import type { WorkflowNode } from '../definition.ts';
import { closest } from '../expression/closest.ts';
import { formatPath } from '../field_path.ts';
import { fieldWords } from '../field_words.ts';
import type { JsonSchema } from '../manifest.ts';
import { isMappedObject } from '../mapping/mapped_object.ts';
import { schemaSentence } from '../schema_sentence.ts';
import { isShown } from './missing_input.ts';
import { type Check, isBlank, problem, type Subject } from './subject.ts';

export const invalidInputCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    subject.operation(node) ? [...misfits(subject, node), ...strangers(subject, node)] : [],
  );

/** Schemas are read once; manifests live as long as the process. */
const readers = new WeakMap<JsonSchema, z.ZodType>();

function readerOf(schema: JsonSchema): z.ZodType {
  const reader = readers.get(schema) ?? z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  readers.set(schema, reader);
  return reader;
}

function misfits(subject: Subject, node: WorkflowNode) {
  const fields = subject.fields(node);
  return Object.entries(fields).flatMap(([name, schema]) => {
    const value = node.config[name];
    if (isBlank(value) || !isShown(schema, fields, node.config)) return [];
    const result = readerOf(schema).safeParse(value);
    if (result.success) return [];
    return result.error.issues.flatMap((issue) => {
      if (isMapped(value, issue.path)) return [];
      const found = issue.path.reduce<unknown>(
        (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
        value,
      );
      if (hasTemplate(found)) return [];
      const path = formatPath([name, ...issue.path]);
      const sentence = sentenceOf(issue, found, issue.path.length === 0 ? schema.pattern_rule : undefined);
      const place = fieldWords(path, { fields, config: node.config });
      return [problem('invalid_input', node, `${node.label}: ${place} ${sentence}`, { field: path })];
    });
  });
}

/** What mappings will give is the business of another check. */
function isMapped(value: unknown, path: readonly PropertyKey[]): boolean {
  let place = value;
  for (const key of path) {
    if (isMappedObject(place)) return true;
    place = (place as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  return isMappedObject(place);
}

/** What is wrong with a value of one of the kinds that are allowed. */
function unionSentence({ errors }: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  if (value === undefined) return 'is missing';
  const ofItsKind = errors.find((issues) => issues.every(({ code }) => code !== 'invalid_type'));
  const [issue] = ofItsKind ?? [];
  return issue ? schemaSentence(issue, value) : 'has a value of the wrong kind';
}

/** A pattern of JSON Schema says nothing to people; a field that has one says its rule in words. */
function sentenceOf(issue: z.core.$ZodIssue, value: unknown, rule: unknown): string {
  if (issue.code === 'invalid_union') return unionSentence(issue, value);
  if (issue.code === 'invalid_format' && typeof rule === 'string') return rule;
  return schemaSentence(issue, value);
}

function hasTemplate(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasTemplate);
}

/** A misspelt field would be ignored without a word. */
function strangers(subject: Subject, node: WorkflowNode) {
  const known = Object.keys(subject.fields(node));
  return Object.keys(node.config)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = closest(name, known);
      const message = `${node.label} has no field "${name}"${meant ? `; did you mean ${meant}?` : ''}`;
      return problem('invalid_input', node, message, { field: name, severity: 'warning' });
    });
}
