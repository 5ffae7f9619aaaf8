/** Where the sample comes from on which a text shows its result. Pure. */
import { type Completion, compileExpression } from '@millrace/core';
import { regionsOf } from './regions.ts';

export type Origin = 'pinned' | 'last' | 'schema';

/** A name of the scope, and where its value is from: nothing where it is as it will be. */
export interface KnownOrigin {
  name: string;
  origin?: Origin | null;
  /** Of the source without a name: its fields are read by theirs. */
  value?: unknown;
  names?: readonly string[];
}

/** From what is trusted least to what is trusted most: a result is worth as much as its weakest part. */
const byTrust: readonly Origin[] = ['schema', 'last', 'pinned'];

/** The origin that is trusted least; null where there is none. */
export function weakest(origins: Iterable<Origin | null | undefined>): Origin | null {
  const found = new Set(origins);
  return byTrust.find((origin) => found.has(origin)) ?? null;
}

/** Of everything that a text reads, the origin that is trusted least; null when it reads no step. */
export function originOfText(text: string, bare: boolean, sources: readonly KnownOrigin[]): Origin | null {
  return originOfNames(namesIn(text, bare), sources);
}

/** Steps before the last dot: `order.lines[0].` and `step.order.output.`; what is computed has no single origin. */
const pathBefore = /([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.[\p{ID_Continue}$]+|\[[^[\]]*\])*)\??\.$/u;
const longestPath = 500;

/** Where the value is from that a completion shows; null for functions, and for what is no step's. */
export function originOfCompletion(
  source: string,
  { kind, label, from }: Pick<Completion, 'kind' | 'label' | 'from'>,
  sources: readonly KnownOrigin[],
): Origin | null {
  if (kind === 'variable') return originOfText(label, true, sources);
  if (kind !== 'field') return null;
  const before = pathBefore.exec(source.slice(Math.max(0, from - longestPath), from).trimEnd());
  return before ? originOfText(before[1]!, true, sources) : null;
}

/** The same for the paths that expressions read. */
export function originOfPaths(
  paths: readonly (readonly string[])[],
  sources: readonly KnownOrigin[],
): Origin | null {
  return originOfNames(new Set(paths.flatMap(rootOf)), sources);
}

function originOfNames(names: ReadonlySet<string>, sources: readonly KnownOrigin[]): Origin | null {
  const fields = sources.find((source) => source.name === '');
  const seen = new Set<string>();
  const read = sources.filter((source) => {
    // Of two with one name the first is the nearer one.
    if (seen.has(source.name)) return false;
    seen.add(source.name);
    return (
      names.has(source.name) || (source === fields && names.size > 0 && readsFields(source, names, sources))
    );
  });
  return weakest(read.map(({ origin }) => origin));
}

/** Names of the workflow win over fields of the data, as when it runs. */
function readsFields(
  { value, names: own }: KnownOrigin,
  names: ReadonlySet<string>,
  sources: readonly KnownOrigin[],
): boolean {
  if (own?.some((name) => names.has(name))) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((name) => names.has(name) && !sources.some((one) => one.name === name));
}

/** The first names of all paths, also through `step.key`. */
function namesIn(text: string, bare: boolean): Set<string> {
  const regions = regionsOf(text);
  const sources =
    regions.length === 0 ? (bare ? [text] : []) : regions.map(({ start, end }) => text.slice(start, end));
  return new Set(
    sources.flatMap((source) => {
      try {
        return compileExpression(source).references.flatMap(rootOf);
      } catch {
        // Half typed: its problem is told elsewhere.
        return [];
      }
    }),
  );
}

function rootOf([first, second]: readonly string[]): string[] {
  if (first === undefined) return [];
  return [first === 'step' && second ? second : first];
}
