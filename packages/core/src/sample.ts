/** A realistic example of what a JSON schema describes: mock output of a step in a test run, and input of a test. */
import type { JsonSchema } from './manifest.ts';
import { isSchema, resolveRef } from './schema.ts';

const deepest = 8;

/**
 * An example that fits the schema as far as the schema says: examples, defaults and constants first, then formats, names of
 * fields and bounds. Always the same for the same schema.
 */
export function sampleOfSchema(schema: JsonSchema): unknown {
  return sample(schema, schema, '', 0);
}

function sample(schema: unknown, root: JsonSchema, name: string, depth: number): unknown {
  if (!isSchema(schema) || depth > deepest) return null;
  const given = givenSample(schema);
  if (given !== undefined) return given.value;
  if (typeof schema.$ref === 'string') return sample(resolveRef(schema.$ref, root), root, name, depth + 1);
  const option = firstOption(schema);
  if (option !== undefined) return sample(option, root, name, depth + 1);
  if (Array.isArray(schema.allOf) && schema.allOf.length > 0) return sampleOfAll(schema, root, name, depth);
  switch (typeOfSchema(schema)) {
    case 'string':
      return textSample(schema, name);
    case 'integer':
    case 'number':
      return numberSample(schema, name);
    case 'boolean':
      return true;
    case 'array':
      return listSample(schema, root, name, depth);
    case 'object':
      return objectSample(schema, root, depth);
    default:
      return null;
  }
}

function givenSample(schema: JsonSchema): { value: unknown } | undefined {
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return { value: schema.examples[0] };
  for (const word of ['example', 'const', 'default']) {
    if (Object.hasOwn(schema, word)) return { value: schema[word] };
  }
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return { value: schema.enum[0] };
  return undefined;
}

/** The first alternative that is not null. */
function firstOption(schema: JsonSchema): unknown {
  const options = Array.isArray(schema.anyOf)
    ? schema.anyOf
    : Array.isArray(schema.oneOf)
      ? schema.oneOf
      : [];
  return options.find((option) => isSchema(option) && option.type !== 'null') ?? options[0];
}

function sampleOfAll(schema: JsonSchema, root: JsonSchema, name: string, depth: number): unknown {
  const { allOf, ...own } = schema;
  const parts = [...(allOf as unknown[]), ...(Object.keys(own).length > 0 ? [own] : [])];
  const samples = parts.map((part) => sample(part, root, name, depth + 1));
  return samples.every(isSchema) ? Object.assign({}, ...samples) : samples.find((each) => each !== null);
}

function typeOfSchema(schema: JsonSchema): unknown {
  if (Array.isArray(schema.type)) return schema.type.find((type) => type !== 'null') ?? 'null';
  if (schema.type !== undefined) return schema.type;
  if (schema.properties) return 'object';
  return schema.items ? 'array' : undefined;
}

const textByFormat: Readonly<Record<string, string>> = {
  'date-time': '2025-01-15T10:00:00.000Z',
  date: '2025-01-15',
  time: '10:00:00',
  email: 'ada@example.com',
  uri: 'https://example.com/orders/1042',
  url: 'https://example.com/orders/1042',
  uuid: '3f2b8c1e-5d4a-4b7c-9e6f-1a2b3c4d5e6f',
  hostname: 'example.com',
  ipv4: '203.0.113.7',
  ipv6: '2001:db8::7',
  duration: 'PT1H',
};

/** By the name of the field, the more special first. */
const textByName: readonly (readonly [RegExp, string])[] = [
  [/e_?mail/i, 'ada@example.com'],
  [/url|link|website|href/i, 'https://example.com/orders/1042'],
  [/(?:_at|date|time)$/i, '2025-01-15T10:00:00.000Z'],
  [/first_?name/i, 'Ada'],
  [/last_?name/i, 'Lovelace'],
  [/company|organi[sz]ation/i, 'Example Ltd'],
  [/name$/i, 'Ada Lovelace'],
  [/currency/i, 'EUR'],
  [/country/i, 'DE'],
  [/city/i, 'Berlin'],
  [/street|address/i, '1 Example Street'],
  [/phone/i, '+49 30 1234567'],
  [/status|state/i, 'active'],
  [/(?:^|_)id$|Id$/, 'id_1042'],
  [/title|subject/i, 'Order 1042'],
  [/description|text|message|body|note/i, 'An example text'],
  [/type|kind/i, 'standard'],
  [/sku/i, 'SKU-1042'],
];

function textSample(schema: JsonSchema, name: string): string {
  const format = typeof schema.format === 'string' ? schema.format : '';
  const formatted = Object.hasOwn(textByFormat, format) ? textByFormat[format] : undefined;
  if (formatted !== undefined) return formatted;
  const text = textByName.find(([pattern]) => pattern.test(name))?.[1] ?? 'text';
  const least = numberOf(schema.minLength) ?? 0;
  const most = numberOf(schema.maxLength) ?? Number.POSITIVE_INFINITY;
  return text.padEnd(Math.min(least, 10_000), 'x').slice(0, Math.max(0, most));
}

function numberSample(schema: JsonSchema, name: string): number {
  const isWhole = schema.type === 'integer';
  const least = numberOf(schema.minimum) ?? aboveExclusive(schema.exclusiveMinimum, isWhole);
  const most = numberOf(schema.maximum) ?? belowExclusive(schema.exclusiveMaximum, isWhole);
  const typical = /price|total|amount|cost/i.test(name) && !isWhole ? 129.9 : /status/i.test(name) ? 200 : 42;
  const bounded = Math.min(
    most ?? Number.POSITIVE_INFINITY,
    Math.max(least ?? Number.NEGATIVE_INFINITY, typical),
  );
  const step = numberOf(schema.multipleOf);
  return step ? Math.ceil(bounded / step) * step : bounded;
}

function aboveExclusive(bound: unknown, isWhole: boolean): number | undefined {
  const value = numberOf(bound);
  return value === undefined ? undefined : value + (isWhole ? 1 : 0.5);
}

function belowExclusive(bound: unknown, isWhole: boolean): number | undefined {
  const value = numberOf(bound);
  return value === undefined ? undefined : value - (isWhole ? 1 : 0.5);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function listSample(schema: JsonSchema, root: JsonSchema, name: string, depth: number): unknown[] {
  const least = Math.min(numberOf(schema.minItems) ?? 1, 100);
  const most = numberOf(schema.maxItems) ?? Number.POSITIVE_INFINITY;
  const length = Math.min(most, Math.max(1, least));
  if (!isSchema(schema.items)) return [];
  const item = sample(schema.items, root, name.replace(/s$/, ''), depth + 1);
  return Array.from({ length }, () => structuredClone(item));
}

function objectSample(schema: JsonSchema, root: JsonSchema, depth: number): Record<string, unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const fields = Object.entries(properties).map(([name, each]) => [
    name,
    sample(each, root, name, depth + 1),
  ]);
  return Object.fromEntries(fields);
}
