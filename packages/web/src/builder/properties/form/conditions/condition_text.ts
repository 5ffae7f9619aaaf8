/**
 * Rows of conditions as one expression, and back, so that a person can change between the two without losing anything.
 * Law: what the rows say is what the expression says, on data of the types that the rows compare.
 */
import {
  type Combine,
  type Condition,
  type ConditionEntry,
  conditionOp,
  isConditionGroup,
} from '@millrace/core';
import { regionsOf } from '../../../expressions/regions.ts';
import { isBalanced, splitAt, topLevel } from './split_source.ts';

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
  before: 'isBefore',
  after: 'isAfter',
};

/** The rows and groups as one expression; rows that are not filled in are left out. */
export function rowsToSource(entries: readonly ConditionEntry[], combine: Combine): string {
  const parts = entries.flatMap((entry) => {
    if (!isConditionGroup(entry)) return rowSource(entry) ?? [];
    const rows = entry.conditions.flatMap((row) => rowSource(row) ?? []);
    return rows.length > 1 ? `(${joined(rows, entry.combine)})` : rows;
  });
  return joined(parts, combine);
}

const joined = (parts: readonly string[], combine: Combine = 'all') =>
  parts.join(combine === 'any' ? ' || ' : ' && ');

function rowSource({ left, op = 'equals', right }: Condition): string | null {
  const known = conditionOp(op);
  if (!known || (typeof left === 'string' && left.trim() === '') || left === undefined) return null;
  const from = sourceOf(left, true);
  const to = sourceOf(right, false);
  if (operators[known]) return `${operand(from)} ${operators[known]} ${operand(to)}`;
  if (calls[known]) return `${calls[known]}(${from}, ${to})`;
  if (known === 'not_contains') return `!contains(${from}, ${to})`;
  if (known === 'is_empty') return `isEmpty(${from})`;
  if (known === 'is_present') return `${operand(from)} != null`;
  if (known === 'is_absent') return `${operand(from)} == null`;
  // A date that is missing is neither; that it is not after would hold.
  if (known === 'at_or_before') return `toDate(${from}) <= toDate(${to})`;
  if (known === 'at_or_after') return `toDate(${from}) >= toDate(${to})`;
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
  return /^[\w$.[\]'"()-]+$/.test(source) ||
    /^'(?:\\.|[^'\\])*'$/.test(source) ||
    /^`[^`]*`$/.test(source) ||
    (source.startsWith('(') && source.endsWith(')') && isBalanced(source.slice(1, -1)))
    ? source
    : `(${source})`;
}

export interface Rows {
  conditions: ConditionEntry[];
  combine: Combine;
}

/** An expression as rows and groups. What is no simple comparison becomes a row that asks whether it is true. */
export function sourceToRows(text: string): Rows {
  const [only, ...others] = regionsOf(text);
  const inner = only && others.length === 0 && text.trim().startsWith('{{') && text.trim().endsWith('}}');
  const source = inner ? text.slice(only.start, only.end) : text;
  if (source.trim() === '') return { conditions: [], combine: 'all' };
  const { parts, combine } = split(withoutParentheses(source));
  return { conditions: parts.map(entryOf), combine };
}

/** `||` binds less than `&&`: where both stand on one level, what `&&` joins is a part. */
function split(source: string): { parts: string[]; combine: Combine } {
  // A choice and an arrow take all that follows them.
  if (topLevel(source, ['??', '?.', '?', '=>']).some(({ text }) => text !== '?.' && text !== '??'))
    return { parts: [source], combine: 'all' };
  const any = splitAt(source, '||');
  return any.length > 1 ? { parts: any, combine: 'any' } : { parts: splitAt(source, '&&'), combine: 'all' };
}

function entryOf(part: string): ConditionEntry {
  const { parts, combine } = split(withoutParentheses(part));
  // Deeper than a group goes no row.
  const isGroup =
    parts.length > 1 && parts.every((each) => split(withoutParentheses(each)).parts.length === 1);
  return isGroup ? { combine, conditions: parts.map(rowOf) } : rowOf(parts.length > 1 ? part : parts[0]!);
}

/** Without parentheses around all of it. */
function withoutParentheses(source: string): string {
  const trimmed = source.trim();
  if (!trimmed.startsWith('(') || !trimmed.endsWith(')')) return source;
  const inner = trimmed.slice(1, -1);
  return isBalanced(inner) ? withoutParentheses(inner) : source;
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
  if (!op || !left || !right || /[?]/.test(part)) return null;
  const from = withoutBraces(left);
  if (right === 'null' && op === 'equals') return { left: from, op: 'is_absent' };
  if (right === 'null' && op === 'not_equals') return { left: from, op: 'is_present' };
  return datesCompared(left, op, right) ?? { left: from, op, right: valueIn(right) };
}

const dateOps: Readonly<Record<string, string>> = {
  less_or_equal: 'at_or_before',
  greater_or_equal: 'at_or_after',
};

function datesCompared(left: string, op: string, right: string): Condition | null {
  const [from, to] = [left, right].map((side) => /^toDate\(([\s\S]+)\)$/.exec(side)?.[1]);
  const known = dateOps[op];
  if (!known || !from || !to || ![from, to].every(isOneArgument)) return null;
  return { left: from.trim(), op: known, right: valueIn(to.trim()) };
}

function isOneArgument(source: string): boolean {
  return isBalanced(source) && splitAt(source, ',').length === 1;
}

const functionOps: Readonly<Record<string, string>> = {
  contains: 'contains',
  startsWith: 'starts_with',
  endsWith: 'ends_with',
  matches: 'matches',
  isEmpty: 'is_empty',
  isBefore: 'before',
  isAfter: 'after',
};
/** What a function is called that is denied. */
const denied: Readonly<Record<string, string>> = {
  contains: 'not_contains',
  is_empty: 'is_not_empty',
};

function called(part: string): Condition | null {
  const found = /^\s*(!?)\s*(\w+)\(([\s\S]*)\)\s*$/.exec(part);
  const op = found && functionOps[found[2]!];
  if (!found || !op) return null;
  if (!isBalanced(found[3]!)) return null;
  const args = splitAt(found[3]!, ',');
  const known = found[1] === '!' ? denied[op] : op;
  if (!known || args.length !== (op === 'is_empty' ? 1 : 2)) return null;
  const left = args[0]!.trim();
  return op === 'is_empty' ? { left, op: known } : { left, op: known, right: valueIn(args[1]!.trim()) };
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
