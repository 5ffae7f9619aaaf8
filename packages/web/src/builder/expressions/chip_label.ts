/** What a chip shows of an expression: whose value it is and where in it, its value, or what is wrong. Pure. */
import type { NodeSubtype, Shape } from '@millrace/core';
import { conditionWords } from '../../strings/conditions.ts';
import { words } from '../../strings/expressions.ts';
import { outcomeOf, outcomeWithin } from './evaluate.ts';
import { untestedOf } from './not_known.ts';
import { originOfText } from './origin.ts';
import type { ScopeSource } from './sample_scope.ts';
import { shortValue, typeWords } from './value_words.ts';

export interface ChipContext {
  scope: Readonly<Record<string, unknown>>;
  shapes: Readonly<Record<string, Shape>>;
  sources: readonly ScopeSource[];
  timezone: string;
}

export interface ChipLabel {
  /** The kind of the step it reads; null for variables and computed values. */
  subtype: NodeSubtype | null;
  /** The step or variable; empty for a computed value. */
  from: string;
  /** The path in it, or the expression itself. */
  path: string;
  /** The value on sample data in short, with its type and where it is from; null where it takes too long to work out. */
  value: string | null;
  /** What is wrong with it. */
  problem: string | null;
}

const simplePath =
  /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)((?:\??\.[\p{ID_Continue}$]+|\[(?:\d+|'[^']*'|"[^"]*")\])*)\s*$/u;
/** Evaluating a chip must not be felt; one that takes longer has no value in its tooltip. */
const longest = 25;

/** The label of the expression between two braces. */
export function chipLabel(source: string, context: ChipContext): ChipLabel {
  const { sources } = context;
  const path = simplePath.exec(source);
  const owner = path && sources.find(({ name }) => name === path[1]);
  const rest = (path?.[2] ?? '').replace(/^\??\./, '');
  return {
    subtype: owner?.node?.subtype ?? null,
    from: owner ? owner.label : '',
    path: owner
      ? owner.name === 'trigger'
        ? rest.replace(/^(?:data|payload)\b\.?/, '')
        : rest
      : source.trim(),
    ...resultOf(source, context),
  };
}

/** In words, for a screen reader: "Webhook Trigger, customer.name". */
export function spokenLabel({ from, path }: ChipLabel): string {
  return [from, path].filter(Boolean).join(', ');
}

function resultOf(source: string, context: ChipContext): Pick<ChipLabel, 'value' | 'problem'> {
  const { scope, shapes, sources, timezone } = context;
  const untested = untestedOf(sources);
  const input = { text: source, reading: 'source' as const, scope, shapes, timezone, untested };
  // Following a path is quick whatever the machine is busy with.
  const outcome = simplePath.test(source) ? outcomeOf(input) : outcomeWithin(input, longest);
  if (outcome === null || outcome.kind === 'none' || outcome.kind === 'working')
    return { value: null, problem: null };
  if (outcome.kind === 'problem') return { value: '', problem: outcome.message };
  if (outcome.kind === 'unknown') return { value: conditionWords.not_known(outcome.label), problem: null };
  const origin = originOfText(source, true, sources);
  const parts = [
    shortValue(outcome.value, 80, timezone),
    typeWords(outcome.value),
    origin && words.origin[origin],
  ];
  return {
    value: parts.filter(Boolean).join(' · '),
    problem: outcome.kind === 'warning' ? outcome.message : null,
  };
}
