/** Turns whatever an operation threw into what should happen next. The engine branches on classes, never on messages. */
import {
  ConditionError,
  ExpressionError,
  type Failure,
  fieldWords,
  formatPath,
  inputJsonSchema,
  MappingError,
  schemaSentence,
  type WordedForm,
} from '@millrace/core';
import { Reconnect, RetryLater, StepError } from '@millrace/sdk';
import { z } from 'zod';
import { needsReconnect } from './journal.ts';
import { storableText, toStorable } from './storable.ts';

/** What is to be done about a failed attempt. */
export type Fault = {
  failure: Failure;
  /** What the other side asks to wait for. */
  after_ms?: number | undefined;
  next: /** It may work later. */
    | 'retry'
    /** A person has to reconnect the account first. */
    | 'reconnect'
    | 'give_up';
};

/** Given as the reason of an AbortSignal: the execution goes back to the queue instead of being cancelled. */
export class HandBack extends Error {
  constructor() {
    super('This process is stopping; the execution goes on elsewhere');
    this.name = 'HandBack';
  }
}

/** A step took longer than it may. */
export class TimedOut extends RetryLater {
  constructor(seconds: number) {
    super(`It took longer than ${seconds} s`, {
      code: 'timeout',
      hint: 'Raise the time limit of this node, or look at why the other side is slow.',
    });
  }
}

/**
 * @param erase removes secrets from what the failure quotes
 * @param unexpected is told of what no operation should throw
 */
export function faultOf(
  erase: <T>(value: T) => T,
  error: unknown,
  node_id: string,
  unexpected: (error: unknown) => void,
): Fault {
  const failure = cleanFailure(erase(failureOf(error, node_id, unexpected)));
  if (error instanceof RetryLater) return { next: 'retry', failure, after_ms: error.after_ms };
  if (error instanceof Reconnect) return { next: 'reconnect', failure: { ...failure, code: needsReconnect } };
  return { next: 'give_up', failure };
}

function failureOf(error: unknown, node_id: string, unexpected: (error: unknown) => void): Failure {
  if (error instanceof StepError) return error.toFailure(node_id);
  if (error instanceof z.ZodError) return invalidInput(error).toFailure(node_id);
  const inLanguage = languageFailure(error, node_id);
  if (inLanguage) return inLanguage;
  unexpected(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: message || 'The node failed without saying why',
    code: 'unexpected',
    node_id,
    hint: 'This is a fault inside the node, not in the workflow; the server log has the details.',
  };
}

/** Errors of the language: they carry a sentence and, mostly, the field that they come from. */
function languageFailure(error: unknown, node_id: string): Failure | null {
  const code = languageCode(error);
  if (code === null) return null;
  const { message, field, suggestion } = error as Error & { field?: string; suggestion?: string };
  return {
    message,
    code,
    node_id,
    ...(field !== undefined && { field }),
    ...(suggestion !== undefined && { hint: suggestion }),
  };
}

function languageCode(error: unknown): string | null {
  if (error instanceof ExpressionError) return 'expression';
  if (error instanceof ConditionError) return 'condition';
  return error instanceof MappingError ? 'mapping' : null;
}

/** What a schema refused. */
interface Refused {
  value: unknown;
  schema: z.ZodType;
}

/** The findings of a schema in words, with the wire path of each field; its sentence names the first as the form does. */
export function invalidInput(error: z.ZodError, given?: Refused): StepError {
  const issues = error.issues.slice(0, 20).map((issue) => ({
    field: formatPath(issue.path),
    message: given ? sentenceOf(issue, given.value) : issue.message,
  }));
  const [first] = issues;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return new StepError(
    first ? `${subjectOf(first.field, given)}${first.message}${more}` : 'The input is not valid',
    {
      code: 'validation',
      ...(first?.field && { field: first.field }),
      ...(issues.length > 1 && { details: { issues } }),
    },
  );
}

function subjectOf(field: string, given: Refused | undefined): string {
  if (!given) return field ? `${field}: ` : '';
  if (!field) return 'The input ';
  const words = fieldWords(field, { fields: fieldsOf(given.schema), config: given.value });
  return `${/^[a-z]+ /.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words} `;
}

const known = new WeakMap<z.ZodType, WordedForm['fields']>();

function fieldsOf(schema: z.ZodType): WordedForm['fields'] {
  const fields = known.get(schema) ?? ((inputJsonSchema(schema).properties ?? {}) as WordedForm['fields']);
  known.set(schema, fields);
  return fields;
}

function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_union') return 'has a value of the wrong kind';
  const found = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
  return schemaSentence(issue, found);
}

/** A failure that can be stored, whatever the other side put into it. */
export function cleanFailure(failure: Failure): Failure {
  const { details, ...rest } = failure;
  const clean: Failure = { ...rest, message: storableText(rest.message) };
  if (rest.hint !== undefined) clean.hint = storableText(rest.hint);
  if (rest.field !== undefined) clean.field = storableText(rest.field, 500);
  if (details === undefined) return clean;
  const stored = toStorable(details);
  if (stored.ok && stored.bytes <= largestDetails) clean.details = stored.value;
  return clean;
}

const largestDetails = 64 * 1024;
