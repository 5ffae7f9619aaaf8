/** Where a node would go on the sample data: each condition by itself, and the whole. Pure; evaluated as when it runs. */
import {
  type Combine,
  type Condition,
  type ConditionConfig,
  type ConditionEntry,
  compileCondition,
  compileSource,
  type EvaluateOptions,
  isConditionGroup,
  type Shape,
} from '@millrace/core';
import { notKnown, untestedOf } from '../../../expressions/not_known.ts';
import { regionsOf } from '../../../expressions/regions.ts';
import type { ScopeSource } from '../../../expressions/sample_scope.ts';

export type Verdict =
  /** With the value on the left, where there is a row. */
  | { kind: 'holds' | 'fails'; left?: unknown }
  /** Not filled in yet. */
  | { kind: 'open' }
  /** It reads what nobody knows before this step has been tested. */
  | { kind: 'unknown'; label: string }
  | { kind: 'error'; message: string };

/** What conditions are judged on. */
export interface Sample {
  scope: Readonly<Record<string, unknown>>;
  timezone: string;
  shapes?: Readonly<Record<string, Shape>>;
  sources?: readonly ScopeSource[];
}

/** Rows that are typed at the same time share this: an outlook must never hold up typing. */
const longest = 100;

function options(timezone: string): EvaluateOptions {
  return { timezone, deadline: performance.now() + longest };
}

/** What a row comes to, or a group with each of its rows. */
export type EntryVerdict = Verdict & { rows?: readonly Verdict[] };

/** A row, or a group: what its rows come to together, and each of them. */
export function entryVerdict(entry: ConditionEntry, sample: Sample): EntryVerdict {
  if (!isConditionGroup(entry)) return rowVerdict(entry, sample);
  const rows = entry.conditions.map((row) => rowVerdict(row, sample));
  const { holds } = combined(rows, entry.combine ?? 'all');
  return { kind: holds === null ? 'open' : holds ? 'holds' : 'fails', rows };
}

/** The condition of a case, said in rows or as an expression. */
export function conditionVerdict(config: Readonly<ConditionConfig>, sample: Sample): Verdict {
  const { condition, conditions, combine } = config;
  if (!Array.isArray(conditions) || conditions.length === 0) return expressionVerdict(condition, sample);
  const rows: EntryVerdict[] = conditions.map((entry: ConditionEntry) => entryVerdict(entry, sample));
  const { holds } = combined(rows, combine === 'any' ? 'any' : 'all');
  if (holds !== null) return { kind: holds ? 'holds' : 'fails' };
  return firstOf(rows, 'error') ?? firstOf(rows, 'unknown') ?? { kind: 'open' };
}

function firstOf(verdicts: readonly EntryVerdict[], wanted: Verdict['kind']): Verdict | undefined {
  const all = verdicts.flatMap((verdict) => verdict.rows ?? [verdict]);
  return all.find(({ kind }) => kind === wanted);
}

/** Every row, those in groups too. */
export function allRows(entries: readonly ConditionEntry[]): Condition[] {
  return entries.flatMap((entry) => (isConditionGroup(entry) ? entry.conditions : [entry]));
}

/** Whether a row has everything that it compares. */
export function isFilledRow({ left }: { left?: unknown }): boolean {
  return left !== undefined && left !== null && !(typeof left === 'string' && left.trim() === '');
}

/** One row alone. */
export function rowVerdict(row: Condition, sample: Sample): Verdict {
  const { scope, timezone } = sample;
  if (!isFilledRow(row)) return { kind: 'open' };
  const unknown = unknownIn([...sourcesIn(row.left, true), ...sourcesIn(row.right, false)], sample);
  if (unknown) return unknown;
  const left = leftOf(row, sample);
  const verdict = judged(() => compileCondition({ conditions: [row] }).evaluate(scope, options(timezone)));
  return verdict.kind === 'holds' || verdict.kind === 'fails' ? { ...verdict, left } : verdict;
}

function leftOf({ left }: Condition, { scope, timezone }: Sample): unknown {
  if (typeof left !== 'string') return left;
  try {
    return compileSource(left).evaluate(scope, options(timezone));
  } catch {
    // Said by the verdict.
    return undefined;
  }
}

/** One condition as an expression. */
export function expressionVerdict(condition: unknown, sample: Sample): Verdict {
  const { scope, timezone } = sample;
  if (typeof condition !== 'boolean' && (typeof condition !== 'string' || condition.trim() === ''))
    return { kind: 'open' };
  const unknown = unknownIn(sourcesIn(condition, true), sample);
  if (unknown) return unknown;
  return judged(() => compileCondition({ condition }).evaluate(scope, options(timezone)));
}

/** The expressions of a side of a row. */
function sourcesIn(value: unknown, bare: boolean): string[] {
  if (typeof value !== 'string') return [];
  const regions = regionsOf(value);
  if (regions.length === 0) return bare ? [value] : [];
  return regions.map(({ start, end }) => value.slice(start, end));
}

function unknownIn(sources: readonly string[], { shapes, sources: roots = [] }: Sample): Verdict | null {
  const label = shapes ? notKnown(sources, shapes, untestedOf(roots)) : null;
  return label === null ? null : { kind: 'unknown', label };
}

/** The step that has to be tested before it can be told where the node would go; null where something else is missing. */
export function untestedStep(verdicts: readonly EntryVerdict[]): string | null {
  for (const verdict of verdicts) {
    if (verdict.kind === 'unknown') return verdict.label;
    const inner = verdict.rows && untestedStep(verdict.rows);
    if (inner) return inner;
  }
  return null;
}

function judged(holds: () => boolean): Verdict {
  try {
    return { kind: holds() ? 'holds' : 'fails' };
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}

export interface Outlook {
  /** Null where it cannot be told yet. */
  holds: boolean | null;
  /** The row that decides it, where one alone does. */
  decides: number | null;
}

/** Rows together: the first that fails (or holds, where any may) decides, and those after it are not looked at. */
export function combined(verdicts: readonly Verdict[], combine: Combine): Outlook {
  const ends = combine === 'all' ? 'fails' : 'holds';
  for (const [index, { kind }] of verdicts.entries()) {
    if (kind !== 'holds' && kind !== 'fails') return { holds: null, decides: null };
    if (kind === ends) return { holds: combine === 'any', decides: verdicts.length > 1 ? index : null };
  }
  return { holds: verdicts.length === 0 ? null : combine === 'all', decides: null };
}

/** The case of a switch that is taken: its index, -1 for else, null where it cannot be told yet. */
export function takenCase(verdicts: readonly Verdict[]): number | null {
  for (const [index, { kind }] of verdicts.entries()) {
    if (kind === 'holds') return index;
    if (kind !== 'fails') return null;
  }
  return verdicts.length === 0 ? null : -1;
}
