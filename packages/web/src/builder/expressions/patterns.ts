/**
 * Stands before `re2js` in the build of the pages (build/late_patterns.ts): a tenth of the editor's code, wanted by two functions.
 *  1. Whatever evaluates expressions is drawn only after `loadPatterns`; to read and to check them takes no pattern.
 *  2. Who comes before all the same is told so, as by every expression that gives nothing, and has them fetched.
 */
import type { RE2JS as Patterns } from 're2js';

type Needed = Pick<typeof Patterns, 'CASE_INSENSITIVE' | 'DOTALL' | 'MULTILINE' | 'compile'>;

let loaded: typeof Patterns | undefined;

/** Fetches the patterns; at once where they are there. */
export async function loadPatterns(): Promise<void> {
  loaded ??= (await import('re2js')).RE2JS;
}

/** What the expression language takes of re2js. */
export const RE2JS: Needed = {
  CASE_INSENSITIVE: 1,
  DOTALL: 2,
  MULTILINE: 4,
  compile(pattern, flags) {
    if (loaded) return loaded.compile(pattern, flags);
    void loadPatterns().catch(() => undefined);
    throw new Error('patterns are still on their way');
  },
};
