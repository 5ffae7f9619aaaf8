/**
 * Rows of conditions as one expression, and back, so that a person can change between the two without losing anything.
 * Law: what the rows say is what the expression says, on data of the types that the rows compare.
 */
import { type Condition, conditionOp } from '@millrace/core';
import { regionsOf } from '../../../expressions/regions.ts';
import { splitAt, topLevel } from './split_source.ts';

type Combine = 'all' | 'any';

const operators: Readonly<Record<string, string>> = {
  equals: '==',
  not_equals: '!=',
  greater: '>',
  greater_or_equal: '>=',
  less: '<',
  less_or_equal: '<=',
};
const calls: Readonly<Record<string, string>> = {
  contains: 'contains',
  starts_with: 'startsWith',
  ends_with: 'endsWith',
  matches: 'matches',
};

/** The rows as one expression; rows that are not filled in are left out. */
export function rowsToSource(rows: readonly Condition[], combine: Combine): string {
  const parts = rows.flatMap((row) => rowSource(row) ?? []);
  return parts.length === 1 ? parts[0]! : parts.join(combine === 'any' ? ' || ' : ' && ');
}

function rowSource({ left, op = 'equals', right }: Condition): string | null {
  const known = conditionOp(op);
  if (!known || (typeof left === 'string' && left.trim() === '') || left === undefined) return null;
  const from = sourceOf(left, true);
  const to = sourceOf(right, false);
  if (operators[known]) return `${operand(from)} ${operators[known]} ${operand(to)}`;
  if (calls[known]) return `${calls[known]}(${from}, ${to})`;
  if (known === 'not_contains') return `!contains(${from}, ${to})`;
  if (known === 'is_empty') return `isEmpty(${from})`;
  if (known === 'is_not_empty') return `!isEmpty(${from})`;
  return `contains(${listSource(right, to)}, ${from})`;
}

/** `a, b` is a list of texts. */
function listSource(right: unknown, source: string): string {
  if (typeof right !== 'string' || right.includes('{{')) return source;
  return `[${right
    .split(',')
    .map((each) => quoted(each.trim()))
    .join(', ')}]`;
}

/** A side of a row as an expression; text on the left is one already. */
function sourceOf(value: unknown, isLeft: boolean): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  const regions = regionsOf(value);
  if (regions.length === 0) return isLeft ? value.trim() : quoted(value);
  const [only] = regions;
  if (regions.length === 1 && value.slice(0, only!.from).trim() === '' && value.slice(only!.to).trim() === '')
    return value.slice(only!.start, only!.end).trim();
  let at = 0;
  let text = '';
  for (const { from, to, start, end } of regions) {
    text += `${templateText(value.slice(at, from))}\${${value.slice(start, end).trim()}}`;
    at = to;
  }
  return `\`${text}${templateText(value.slice(at))}\``;
}

const templateText = (text: string) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** In parentheses where an operator in it would bind otherwise. */
function operand(source: string): string {
  return /^[\w$.[\]'"()-]+$/.test(source) || /^'(?:\\.|[^'\\])*'$/.test(source) || /^`[^`]*`$/.test(source)
    ? source
    : `(${source})`;
}

export interface Rows {
  conditions: Condition[];
  combine: Combine;
}

/** An expression as rows. What is no simple comparison becomes a row that asks whether it is true. */
export function sourceToRows(text: string): Rows {
  const [only, ...others] = regionsOf(text);
  const inner = only && others.length === 0 && text.trim().startsWith('{{') && text.trim().endsWith('}}');
  const source = inner ? text.slice(only.start, only.end) : text;
  if (source.trim() === '') return { conditions: [], combine: 'all' };
  const any = splitAt(source, '||');
  const all = splitAt(source, '&&');
  // Both at once need groups, which rows do not have.
  const isMixed = any.length > 1 && all.length > 1;
  const parts = isMixed ? [source] : any.length > 1 ? any : all;
  return { conditions: parts.map(rowOf), combine: !isMixed && any.length > 1 ? 'any' : 'all' };
}

function rowOf(part: string): Condition {
  return (
    comparison(part) ?? called(part) ?? { left: `(${part.trim()}) ? true : false`, op: 'equals', right: true }
  );
}

function comparison(part: string): Condition | null {
  const found = topLevel(part, ['===', '!==', '==', '!=', '>=', '<=', '>', '<']);
  if (found.length !== 1) return null;
  const { at, text } = found[0]!;
  const op = conditionOp(text);
  const left = part.slice(0, at).trim();
  const right = part.slice(at + text.length).trim();
  return op && left && right && !/[?]/.test(part)
    ? { left: withoutBraces(left), op, right: valueIn(right) }
    : null;
}

const functionOps: Readonly<Record<string, string>> = {
  contains: 'contains',
  startsWith: 'starts_with',
  endsWith: 'ends_with',
  matches: 'matches',
  isEmpty: 'is_empty',
};

function called(part: string): Condition | null {
  const found = /^\s*(!?)\s*(\w+)\(([\s\S]*)\)\s*$/.exec(part);
  const op = found && functionOps[found[2]!];
  if (!found || !op) return null;
  const args = splitAt(found[3]!, ',');
  const isNot = found[1] === '!';
  if (op === 'is_empty') {
    return args.length === 1 ? { left: args[0]!.trim(), op: isNot ? 'is_not_empty' : op } : null;
  }
  if (args.length !== 2 || (isNot && op !== 'contains')) return null;
  return { left: args[0]!.trim(), op: isNot ? 'not_contains' : op, right: valueIn(args[1]!.trim()) };
}

function withoutBraces(source: string): string {
  const [only, ...others] = regionsOf(source);
  return only && others.length === 0 && only.from === 0 && only.to === source.length
    ? source.slice(only.start, only.end).trim()
    : source;
}

/** A literal as its value, anything else as a template. */
function valueIn(source: string): unknown {
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(source)) return Number(source);
  if (source === 'true' || source === 'false') return source === 'true';
  if (source === 'null') return null;
  const text = /^'((?:\\.|[^'\\])*)'$|^"((?:\\.|[^"\\])*)"$/.exec(source);
  if (text) {
    const inner = (text[1] ?? text[2]!).replaceAll('\\n', '\n').replace(/\\(.)/g, '$1');
    // Braces in a text would be read as an expression.
    if (!inner.includes('{{')) return inner;
  }
  return `{{ ${withoutBraces(source)} }}`;
}
