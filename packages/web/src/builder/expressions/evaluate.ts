/** What a text gives on sample data, or what is wrong with it, in words. Pure. */
import {
  compileCondition,
  compileSource,
  compileTemplate,
  ExpressionError,
  infer,
  type Shape,
} from '@millrace/core';
import { sentences } from '../../components/format.ts';
import { parseJson } from './parse_json.ts';
import { regionsOf } from './regions.ts';

export type Outcome =
  | { kind: 'none' }
  | { kind: 'value'; value: unknown }
  /** It gives a value, but something looks wrong: a name that no data has. */
  | { kind: 'warning'; message: string; value: unknown }
  | { kind: 'problem'; message: string };

export type Reading = 'template' | 'json' | 'source' | 'condition';

export interface OutcomeInput {
  text: string;
  /** How the text is read: with templates in it, as JSON with templates, as an expression with or without braces, as a condition. */
  reading: Reading;
  scope: Readonly<Record<string, unknown>>;
  shapes: Readonly<Record<string, Shape>>;
  timezone?: string;
}

/** The outcome of a field's text. A text without expressions has none. */
export function outcomeOf({ text, reading, scope, shapes, timezone }: OutcomeInput): Outcome {
  if (text.trim() === '') return { kind: 'none' };
  const regions = regionsOf(text);
  if ((reading === 'template' || reading === 'json') && regions.length === 0) return { kind: 'none' };
  try {
    const value = compilers[reading](text).evaluate(scope, { timezone });
    const warning = inferred(
      regions.length === 0 ? [text] : regions.map(({ start, end }) => text.slice(start, end)),
      shapes,
    );
    return warning ? { kind: 'warning', message: warning, value } : { kind: 'value', value };
  } catch (error) {
    return { kind: 'problem', message: sentence(error) };
  }
}

const compilers = {
  template: compileTemplate,
  json: (text: string) => {
    const template = compileTemplate(text);
    return {
      evaluate: (...given: Parameters<typeof template.evaluate>) => dataOf(template.evaluate(...given)),
    };
  },
  source: compileSource,
  condition: (text: string) => compileCondition({ condition: text }),
};

/** JSON as the data that it stands for, anything else as it is. */
function dataOf(value: unknown): unknown {
  const parsed = typeof value === 'string' ? parseJson(value) : null;
  return parsed?.ok ? parsed.value : value;
}

/** Guard against an expression that only the shapes can judge: its first problem. */
function inferred(sources: readonly string[], shapes: Readonly<Record<string, Shape>>): string | null {
  for (const source of sources) {
    const answer = infer(source, { ...shapes });
    if ('problem' in answer) return withSuggestion(answer.problem, answer.suggestion);
  }
  return null;
}

function sentence(error: unknown): string {
  if (error instanceof ExpressionError) return withSuggestion(error.message, error.suggestion);
  return error instanceof Error ? error.message : String(error);
}

function withSuggestion(message: string, suggestion: string | undefined): string {
  return suggestion && !message.includes(suggestion) ? sentences(message, suggestion) : message;
}

/** A value in one line, as the result line shows it. */
export function inline(value: unknown, longest = 120): string {
  const written =
    value === undefined ? 'nothing' : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  const text = written ?? 'nothing';
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** The type of a value in the words of the product. */
export function typeName(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (value instanceof Date) return 'date';
  if (typeof value === 'object') return 'object';
  return typeof value === 'string' ? 'text' : typeof value === 'bigint' ? 'number' : typeof value;
}
