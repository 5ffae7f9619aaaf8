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
} from '@millrace/core';

export type Verdict =
  /** With the value on the left, where there is a row. */
  | { kind: 'holds' | 'fails'; left?: unknown }
  /** Not filled in yet. */
  | { kind: 'open' }
  | { kind: 'error'; message: string };

type Scope = Readonly<Record<string, unknown>>;

/** Rows that are typed at the same time share this: an outlook must never hold up typing. */
const longest = 100;

function options(timezone: string): EvaluateOptions {
  return { timezone, deadline: performance.now() + longest };
}

/** What a row comes to, or a group with each of its rows. */
export type EntryVerdict = Verdict & { rows?: readonly Verdict[] };

/** A row, or a group: what its rows come to together, and each of them. */
export function entryVerdict(entry: ConditionEntry, scope: Scope, timezone: string): EntryVerdict {
  if (!isConditionGroup(entry)) return rowVerdict(entry, scope, timezone);
  const rows = entry.conditions.map((row) => rowVerdict(row, scope, timezone));
  const { holds } = combined(rows, entry.combine ?? 'all');
  return { kind: holds === null ? 'open' : holds ? 'holds' : 'fails', rows };
}

/** The condition of a case, said in rows or as an expression. */
export function conditionVerdict(config: Readonly<ConditionConfig>, scope: Scope, timezone: string): Verdict {
  const { condition, conditions, combine } = config;
  if (!Array.isArray(conditions) || conditions.length === 0)
    return expressionVerdict(condition, scope, timezone);
  const rows: Verdict[] = conditions.map((entry: ConditionEntry) => entryVerdict(entry, scope, timezone));
  const { holds } = combined(rows, combine === 'any' ? 'any' : 'all');
  if (holds !== null) return { kind: holds ? 'holds' : 'fails' };
  return rows.find(({ kind }) => kind === 'error') ?? { kind: 'open' };
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
export function rowVerdict(row: Condition, scope: Scope, timezone: string): Verdict {
  if (!isFilledRow(row)) return { kind: 'open' };
  const left = leftOf(row, scope, timezone);
  const verdict = judged(() => compileCondition({ conditions: [row] }).evaluate(scope, options(timezone)));
  return verdict.kind === 'holds' || verdict.kind === 'fails' ? { ...verdict, left } : verdict;
}

function leftOf({ left }: Condition, scope: Scope, timezone: string): unknown {
  if (typeof left !== 'string') return left;
  try {
    return compileSource(left).evaluate(scope, options(timezone));
  } catch {
    // Said by the verdict.
    return undefined;
  }
}

/** One condition as an expression. */
export function expressionVerdict(condition: unknown, scope: Scope, timezone: string): Verdict {
  if (typeof condition !== 'boolean' && (typeof condition !== 'string' || condition.trim() === ''))
    return { kind: 'open' };
  return judged(() => compileCondition({ condition }).evaluate(scope, options(timezone)));
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
    if (kind === 'open' || kind === 'error') return { holds: null, decides: null };
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
