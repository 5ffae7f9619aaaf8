/** What a text gives on sample data, or what is wrong with it, in words. Pure. */
import {
  compileCondition,
  compileConfig,
  compileSource,
  compileTemplate,
  ExpressionError,
  type Fix,
  fixesOf,
  infer,
  type Shape,
  shapeOfSample,
} from '@millrace/core';
import { sentences } from '../../components/format.ts';
import { words } from '../../strings/expressions.ts';
import { notKnown, type Untested } from './not_known.ts';
import { parseJson } from './parse_json.ts';
import { regionsOf } from './regions.ts';
import { conversionFixes, misfit, type Wanted } from './wanted.ts';

export type Outcome =
  | { kind: 'none' }
  | { kind: 'value'; value: unknown }
  /** It gives a value, but something looks wrong: a name that no data has, a type that the field does not take. */
  | { kind: 'warning'; message: string; value: unknown; fixes?: readonly Fix[] }
  | { kind: 'problem'; message: string; fixes?: readonly Fix[]; late?: boolean }
  /** It reads what no schema describes of a step that has not run, by its label. */
  | { kind: 'unknown'; label: string }
  /** It takes so long that it is worked out beside the page. */
  | { kind: 'working' };

export type Reading = 'template' | 'json' | 'source' | 'condition';

export interface OutcomeInput {
  text: string;
  /** How the text is read: with templates in it, as JSON with templates, as an expression with or without braces, as a condition. */
  reading: Reading;
  scope: Readonly<Record<string, unknown>>;
  shapes: Readonly<Record<string, Shape>>;
  timezone?: string;
  /** Steps of which there is only an example. */
  untested?: Untested;
  /** What the field takes. */
  wanted?: Wanted;
}

/** The outcome of a field's text. A text without expressions has none. */
export function outcomeOf(input: OutcomeInput): Outcome {
  return evaluated(input, undefined);
}

/** The same, or null when it takes longer than this: then it is worked out elsewhere, and typing goes on meanwhile. */
export function outcomeWithin(input: OutcomeInput, milliseconds: number): Outcome | null {
  const deadline = performance.now() + milliseconds;
  const outcome = evaluated(input, deadline);
  return outcome.kind === 'problem' && outcome.late ? null : outcome;
}

function evaluated(input: OutcomeInput, deadline: number | undefined): Outcome {
  const { text, reading, scope, timezone, wanted } = input;
  if (text.trim() === '') return { kind: 'none' };
  const regions = regionsOf(text);
  if ((reading === 'template' || reading === 'json') && regions.length === 0) return { kind: 'none' };
  const sources = regions.length === 0 ? [text] : regions.map(({ start, end }) => text.slice(start, end));
  const unknown = notKnown(sources, input.shapes, input.untested ?? {});
  try {
    const value = compilers[reading](text).evaluate(scope, {
      timezone,
      ...(deadline !== undefined && { deadline }),
    });
    const warning = inferred(sources, input.shapes) ?? missingInSample(sources, value, input);
    if (warning)
      return { kind: 'warning', message: warning.message, value, fixes: fixesOf(text, warning.shapes) };
    if (unknown !== null) return { kind: 'unknown', label: unknown };
    const wrongType = wanted && misfit(value, wanted);
    if (wrongType)
      return { kind: 'warning', message: wrongType, value, fixes: conversionFixes(text, value, wanted) };
    return { kind: 'value', value };
  } catch (error) {
    const late = isOutOfTime(error) && deadline !== undefined && performance.now() >= deadline;
    if (late) return { kind: 'problem', message: words.too_slow, late };
    // That a name does not exist says more than that nothing came of it.
    const wrong = inferred(sources, input.shapes);
    if (unknown !== null && !wrong && !isBroken(error)) return { kind: 'unknown', label: unknown };
    const told = wrong?.message ?? sentence(error);
    return { kind: 'problem', message: told, fixes: fixesOf(text, input.shapes) };
  }
}

/** Wrong on whatever data, as it is written. */
function isBroken(error: unknown): boolean {
  const cause = error instanceof ExpressionError ? error : error instanceof Error ? error.cause : undefined;
  return !(cause instanceof ExpressionError) || !['type', 'value'].includes(cause.code);
}

function isOutOfTime(error: unknown): boolean {
  const cause = error instanceof ExpressionError ? error : error instanceof Error ? error.cause : undefined;
  return cause instanceof ExpressionError && cause.code === 'budget';
}

const compilers = {
  template: compileTemplate,
  json: compileJson,
  source: compileSource,
  condition: (text: string) => compileCondition({ condition: text }),
};

/**
 * As the field keeps it and the engine fills it in: JSON is data whose texts are templates, so that `"{{ total }}"` stays a
 * number; where an expression stands outside of a string it is one text, which is JSON again afterwards.
 */
function compileJson(text: string) {
  const data = parseJson(text);
  if (data.ok && typeof data.value === 'object' && data.value !== null) return compileConfig(data.value);
  const template = compileTemplate(text);
  return {
    evaluate: (...given: Parameters<typeof template.evaluate>) => dataOf(template.evaluate(...given)),
  };
}

/** JSON as the data that it stands for, anything else as it is. */
function dataOf(value: unknown): unknown {
  const parsed = typeof value === 'string' ? parseJson(value) : null;
  return parsed?.ok ? parsed.value : value;
}

interface Warning {
  message: string;
  /** The shapes by which it is one. */
  shapes: Readonly<Record<string, Shape>>;
}

/** Guard against an expression that only the shapes can judge: its first problem. */
function inferred(sources: readonly string[], shapes: Readonly<Record<string, Shape>>): Warning | null {
  for (const source of sources) {
    const answer = infer(source, { ...shapes });
    if ('problem' in answer) return { message: withSuggestion(answer.problem, answer.suggestion), shapes };
  }
  return null;
}

/**
 * Data from outside may have fields that this sample lacks, so that reading one is no problem. But where nothing comes of it,
 * and the sample has a field of nearly the same name, it is worth a word.
 */
function missingInSample(
  sources: readonly string[],
  value: unknown,
  { scope }: OutcomeInput,
): Warning | null {
  const gaveNothing =
    value === undefined ||
    value === null ||
    value === false ||
    sources.length > 1 ||
    typeof value === 'string';
  if (!gaveNothing) return null;
  const shapes = Object.fromEntries(Object.entries(scope).map(([name, each]) => [name, shapeOfSample(each)]));
  for (const source of sources) {
    const answer = infer(source, shapes);
    if ('problem' in answer && answer.suggestion?.startsWith('did you mean'))
      return {
        message: words.not_in_sample(answer.problem.split(';')[0]!).concat(`; ${answer.suggestion}`),
        shapes,
      };
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
