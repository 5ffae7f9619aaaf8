/**
 * How a function of the language is declared. One declaration serves the evaluator (types and nothing are checked before
 * `run` is called), the type inference, completion and the catalogue of the documentation.
 */
import type { Shape } from '../shape.ts';
import type { Run } from './run.ts';

/**
 * What a parameter takes: `text` also takes numbers (as their text), `date` takes ISO texts and milliseconds too, `by` takes
 * an arrow function or the path of a field as text, `key` a text or a number.
 */
export type Kind = 'text' | 'number' | 'date' | 'list' | 'object' | 'any' | 'by';

interface ValueOf {
  text: string;
  number: number;
  date: Date;
  list: readonly unknown[];
  object: Readonly<Record<string, unknown>>;
  any: unknown;
  by: Selector;
}

/** What a `by` parameter becomes: a function of an element and its index. */
export interface Selector {
  /** How many parameters the author wrote. */
  readonly arity: number;
  call(run: Run, first: unknown, second?: unknown, third?: unknown): unknown;
}

type ArgOf<P> = P extends `${string}?: ${infer K extends Kind}`
  ? ValueOf[K] | undefined
  : P extends `${string}: ${infer K extends Kind}`
    ? ValueOf[K]
    : never;
type ArgsOf<P extends readonly string[]> = P extends readonly [
  ...infer Fixed,
  `...${string}: ${infer K extends Kind}`,
]
  ? [...MapArgs<Fixed>, ...ValueOf[K][]]
  : MapArgs<P>;
type MapArgs<P extends readonly unknown[]> = { [I in keyof P]: ArgOf<P[I]> };

export interface Param {
  name: string;
  kind: Kind;
  optional: boolean;
}

/** The shape of the result, from the shapes of the arguments (of an arrow function: the shape of its result). */
export type Returns = Shape['type'] | ((args: readonly Shape[]) => Shape);
export type Example = readonly [source: string, result: unknown];

interface Declaration<P extends readonly string[]> {
  name: string;
  /** `'name: kind'`, `'name?: kind'`; the last one may be `'...names: kind'`. */
  params: P;
  returns: Returns;
  description: string;
  examples: readonly Example[];
  /** The answer when the first argument is nothing; undefined if absent. */
  whenNothing?: unknown;
  /** The first argument may not be nothing. */
  strict?: boolean;
  /** Two evaluations of the same scope may differ. */
  volatile?: boolean;
  run(run: Run, ...args: ArgsOf<P>): unknown;
}

export interface FunctionSpec {
  name: string;
  params: readonly Param[];
  rest: Param | undefined;
  returns: Returns;
  description: string;
  examples: readonly Example[];
  whenNothing: unknown;
  strict: boolean;
  volatile: boolean;
  run(run: Run, ...args: unknown[]): unknown;
}

/** Declares a function; `run` gets its arguments already checked and converted. */
export function declare<const P extends readonly string[]>(declaration: Declaration<P>): FunctionSpec {
  const all = declaration.params.map(parseParam);
  const rest = declaration.params.at(-1)?.startsWith('...') ? all.at(-1) : undefined;
  return {
    name: declaration.name,
    params: rest ? all.slice(0, -1) : all,
    rest,
    returns: declaration.returns,
    description: declaration.description,
    examples: declaration.examples,
    whenNothing: declaration.whenNothing,
    strict: declaration.strict ?? false,
    volatile: declaration.volatile ?? false,
    run: declaration.run as FunctionSpec['run'],
  };
}

function parseParam(text: string): Param {
  const [name = '', kind] = text.replace(/^\.\.\./, '').split(': ');
  return { name: name.replace('?', ''), kind: kind as Kind, optional: name.endsWith('?') };
}

/** The least number of arguments. */
export function requiredCount(spec: FunctionSpec): number {
  return spec.params.filter((param) => !param.optional).length;
}

/** `round(value: number, digits?: number)`. */
export function signatureOf(spec: FunctionSpec): string {
  const words = spec.params.map(
    (param) => `${param.name}${param.optional ? '?' : ''}: ${kindWord(param.kind)}`,
  );
  if (spec.rest) words.push(`...${spec.rest.name}: ${kindWord(spec.rest.kind)}`);
  return `${spec.name}(${words.join(', ')})`;
}

/** A kind in signatures. */
export function kindWord(kind: Kind): string {
  return kind === 'by' ? 'function or field' : kind;
}
