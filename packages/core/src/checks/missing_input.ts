/** What must be filled in is filled in. Made from the schemas of the operations, so that a new app has it without a line. */
import type { WorkflowNode } from '../definition.ts';
import { caseWords, titleOf } from '../field_words.ts';
import type { JsonSchema } from '../manifest.ts';
import { type Check, isBlank, isObject, problem, type Subject } from './subject.ts';

export const missingInputCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    [...missingFields(subject, node), ...casesWithoutCondition(node)].map(({ field, ...found }) => {
      if ('sentence' in found)
        return problem('missing_input', node, `${node.label}: ${found.sentence}`, { field });
      const missing = `${node.label} node missing ${found.title}`;
      const message = node.type === 'trigger' ? `Trigger node not configured: ${missing}` : missing;
      return problem('missing_input', node, message, { field });
    }),
  );

function missingFields(subject: Subject, node: WorkflowNode): { title: string; field: string }[] {
  const fields = subject.fields(node);
  const required = new Set((subject.operation(node)?.input.required ?? []) as string[]);
  const missing = Object.entries(fields)
    .filter(([name, schema]) => required.has(name) || isNeeded(schema, fields, node.config))
    .filter(([name, schema]) => isShown(schema, fields, node.config) && isBlank(node.config[name]))
    .map(([name, schema]) => ({ title: titleOf(name, schema), field: name }));
  if (node.subtype === 'if' && isBlank(node.config.condition) && isBlank(node.config.conditions)) {
    missing.push({ title: titleOf('condition', fields.condition ?? {}), field: 'condition' });
  }
  return missing;
}

/** A case would never be taken, and its switch cannot run. */
function casesWithoutCondition({ subtype, config }: WorkflowNode): { sentence: string; field: string }[] {
  const { cases } = config;
  if (subtype !== 'switch' || !Array.isArray(cases)) return [];
  return cases.flatMap((one: unknown, index) =>
    isObject(one) && isBlank(one.condition) && isBlank(one.conditions)
      ? [{ sentence: `${caseWords(one, index)} has no condition`, field: `cases[${index}].condition` }]
      : [],
  );
}

function isNeeded(schema: JsonSchema, fields: Fields, config: WorkflowNode['config']): boolean {
  return schema.needed === true || (isObject(schema.needed) && holds(schema.needed, fields, config));
}

type Fields = Readonly<Record<string, JsonSchema>>;

/** Whether a field is there at all, given the values of the others. */
export function isShown(
  schema: JsonSchema,
  fields: Fields,
  config: Readonly<Record<string, unknown>>,
): boolean {
  return !isObject(schema.show_if) || holds(schema.show_if, fields, config);
}

/** `{ field, equals }`: another field has this value, or one of these. */
function holds(rule: JsonSchema, fields: Fields, config: Readonly<Record<string, unknown>>): boolean {
  const { field, equals } = rule as { field: string; equals: unknown };
  const other = fields[field];
  if (other && !isShown(other, fields, config)) return false;
  const value = config[field] ?? other?.default;
  // An expression decides only when it runs.
  if (typeof value === 'string' && value.includes('{{')) return false;
  return Array.isArray(equals) ? equals.includes(value) : equals === value;
}
