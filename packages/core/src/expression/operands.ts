/** Checking values on their way into operators and functions, with errors that name what the author wrote. */
import { readDate } from './dates.ts';
import { ExpressionError } from './errors.ts';
import { joinPath, type Path, readPath } from './functions/paths.ts';
import { printTree } from './print.ts';
import { Lambda, type Run } from './run.ts';
import type { Kind, Selector } from './spec.ts';
import type { Argument } from './tree.ts';
import { describeValue, isNothing, toText, typeOfValue } from './values.ts';

/** What the author wrote for an operand, as far as it is worth repeating. */
function operandName(node: Argument): string | undefined {
  if (node.kind === 'literal' || node.kind === 'arrow') return undefined;
  const text = printTree(node);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** "order.total is text "12,50"; multiply needs a number", with the suggestion to use toNumber. */
export function wrongType(node: Argument, value: unknown, need: string, wanted?: Kind): ExpressionError {
  const name = operandName(node);
  const found = describeValue(value);
  const subject = name === undefined ? capital(found.replace(/^text /, 'the text ')) : `${name} is ${found}`;
  const suggestion = suggestionFor(value, wanted, name);
  return new ExpressionError('type', `${subject}; ${need}${suggestion ? `; ${suggestion}` : ''}`, {
    position: node.start,
    suggestion,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function suggestionFor(
  value: unknown,
  wanted: Kind | undefined,
  name: string | undefined,
): string | undefined {
  if (wanted === 'number' && typeof value === 'string') return 'use toNumber';
  if (isNothing(value) && name !== undefined) return `use ${name} ?? … for a fallback`;
  if (wanted === 'text' && typeOfValue(value) !== 'nothing') return 'use toText';
  if (wanted === 'list' && typeOfValue(value) === 'object')
    return 'use values or entries for a list of its fields';
  return undefined;
}

const kindNames: Readonly<Record<Kind, string>> = {
  text: 'a text',
  number: 'a number',
  date: 'a date',
  list: 'a list',
  object: 'an object',
  any: 'a value',
  by: 'a function like x => x.name, or the name of a field',
};

export function wrongArgument(node: Argument, value: unknown, name: string, kind: Kind): ExpressionError {
  return wrongType(node, value, `${name} needs ${kindNames[kind]}`, kind);
}

/** Converts one argument, already evaluated. */
export type Convert = (run: Run, value: unknown) => unknown;

/** The check for one argument of a function; `node` and `name` are for the error. */
export function convertTo(kind: Kind, node: Argument, name: string): Convert {
  const fail = (value: unknown): never => {
    throw wrongArgument(node, value, name, kind);
  };
  switch (kind) {
    case 'any':
      return (_run, value) => value;
    case 'text':
      return (run, value) => {
        if (typeof value !== 'string') return typeof value === 'number' ? String(value) : fail(value);
        if (value.length > 255) run.chargeText(value.length);
        return value;
      };
    case 'number':
      return (_run, value) => (typeof value === 'number' && Number.isFinite(value) ? value : fail(value));
    case 'list':
      return (_run, value) => (Array.isArray(value) ? value : fail(value));
    case 'object':
      return (_run, value) => (typeOfValue(value) === 'object' ? value : fail(value));
    case 'date':
      return (run, value) => toDateArgument(run, value, node, name);
    case 'by':
      return (run, value) => {
        if (value instanceof Lambda) return value;
        return typeof value === 'string' || typeof value === 'number'
          ? new FieldSelector(run, value)
          : fail(value);
      };
  }
}

/** A date, or what can be read as one. */
export function toDateArgument(run: Run, value: unknown, node: Argument, name: string): Date {
  run.charge(5);
  const date = readDate(value, run.timezone);
  if (date) return date;
  if (typeof value !== 'string') throw wrongArgument(node, value, name, 'date');
  const subject = operandName(node);
  const found = describeValue(value);
  const message =
    subject === undefined ? `The ${found} is not a date` : `${subject} is ${found}, which is not a date`;
  throw new ExpressionError('value', message, {
    position: node.start,
    suggestion: "name the format: toDate(text, 'DD.MM.YYYY')",
  });
}

/** A field by its name where a function could stand: `sum(items, 'price')`. */
class FieldSelector implements Selector {
  readonly arity = 1;
  private readonly path: Path;

  constructor(run: Run, field: string | number) {
    this.path = joinPath(run, field);
  }

  call(run: Run, item: unknown): unknown {
    return readPath(run, item, this.path);
  }
}

/** The text of a part of a template text or of an operand of `+`. */
export function joinTexts(run: Run, left: unknown, right: unknown): string {
  const a = toText(run, left);
  const b = toText(run, right);
  run.checkText(a.length + b.length);
  run.step();
  return a + b;
}
