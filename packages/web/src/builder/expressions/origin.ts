/** Where the sample comes from on which a text shows its result. Pure. */
import { compileExpression } from '@millrace/core';
import { regionsOf } from './regions.ts';
import type { ScopeSource } from './sample_scope.ts';

export type Origin = 'pinned' | 'last' | 'schema';

/** From what is trusted least to what is trusted most: a result is worth as much as its weakest part. */
const byTrust: readonly Origin[] = ['schema', 'last', 'pinned'];

/** Where a source has its value from. */
export function originOf(source: ScopeSource): Origin | null {
  if (source.origin) return source.origin;
  return source.node ? (source.real ? 'last' : 'schema') : null;
}

/** Of everything that a text reads, the origin that is trusted least; null when it reads no step. */
export function originOfText(text: string, bare: boolean, sources: readonly ScopeSource[]): Origin | null {
  const names = namesIn(text, bare);
  const fields = sources.find((source) => source.name === '');
  const found = new Set(
    sources
      .filter(
        (source) =>
          names.has(source.name) || (source === fields && names.size > 0 && readsFields(source, names)),
      )
      .map(originOf),
  );
  return byTrust.find((origin) => found.has(origin)) ?? null;
}

function readsFields({ value }: ScopeSource, names: ReadonlySet<string>): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).some((name) => names.has(name));
}

/** The first names of all paths, also through `step.key`. */
function namesIn(text: string, bare: boolean): Set<string> {
  const regions = regionsOf(text);
  const sources =
    regions.length === 0 ? (bare ? [text] : []) : regions.map(({ start, end }) => text.slice(start, end));
  return new Set(
    sources.flatMap((source) => {
      try {
        return compileExpression(source).references.map(([first, second]) =>
          first === 'step' && second ? second : first!,
        );
      } catch {
        // Half typed: its problem is told elsewhere.
        return [];
      }
    }),
  );
}
