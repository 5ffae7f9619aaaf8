import type { z } from 'zod';

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'nothing',
  undefined: 'nothing',
};

/** What a value is, in the words of the product: `text`, `a list`, … */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return kinds[typeof value] ?? `a ${typeof value}`;
}

const units: Record<string, (limit: number) => string> = {
  string: (limit) => `${limit} character${limit === 1 ? '' : 's'}`,
  array: (limit) => `${limit} entr${limit === 1 ? 'y' : 'ies'}`,
};

/** Message of a zod issue as the rest of a sentence that begins with the field's name ("must be text, not a number"). */
export function schemaSentence(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'is missing';
      return `must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
    case 'invalid_value':
      if (value === undefined) return 'is missing';
      return `must be ${issue.values
        .map((one) => JSON.stringify(one))
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1')}`;
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return 'is empty';
      return limitSentence(
        issue.origin,
        Number(issue.minimum),
        issue.inclusive === false ? 'more than' : 'at least',
      );
    case 'too_big':
      return limitSentence(
        issue.origin,
        Number(issue.maximum),
        issue.inclusive === false ? 'less than' : 'at most',
      );
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}`;
    case 'invalid_format':
      return issue.format === 'regex'
        ? issue.message
        : `is not a valid ${issue.format === 'uuid' ? 'id' : issue.format}`;
    default:
      return issue.message;
  }
}

function limitSentence(origin: string, limit: number, bound: string): string {
  const unit = units[origin];
  return unit ? `must have ${bound} ${unit(limit)}` : `must be ${bound} ${limit}`;
}
